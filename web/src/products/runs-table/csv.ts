import type { Json, RunRow } from "@/api"
import { cellValue, isoTime, isTime } from "./columns"

/** The rows as a table for other programs: full precision, one line for each run. */
export function runsCsv(runs: readonly RunRow[], columns: readonly string[]): string {
  const head = ["run_id", "display_name", ...columns]
  const lines = runs.map((run) => [run.run_id, run.display_name, ...columns.map((column) => plainValue(run, column))])
  return [head, ...lines]
    .map((line) => line.map(quoted).join(","))
    .join("\r\n")
    .concat("\r\n")
}

function plainValue(run: RunRow, column: string): Json | undefined {
  const value = cellValue(run, column)
  if (column === "tags") return run.tags.join(" ")
  return isTime(column) ? isoTime(value) : value
}

function quoted(value: Json | undefined): string {
  if (value === null || value === undefined) return ""
  const text = typeof value === "object" ? JSON.stringify(value) : String(value)
  // A spreadsheet would run a text that starts like a formula.
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
