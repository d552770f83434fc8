import type { Json, RunRow } from "@/api"
import { columnFormat, type NumberFormat } from "./numbers"
import { fieldName } from "./state"

/** Columns that every row carries; the others are asked for by path. */
const OWN = new Set<string>(
  "state created_at finished_at heartbeat_at duration_s tags user host group job_type notes sweep run_id".split(" "),
)
export const isOwnColumn = (column: string) => OWN.has(column)

/** Facts about the run itself, by which it can be searched as well. */
export const SYSTEM_FIELDS: ReadonlySet<string> = new Set(
  (
    "state display_name name user group job_type host tags notes sweep commit description program repo created_at " +
    "updated_at heartbeat_at finished_at duration_s exit_code"
  ).split(" "),
)

const HEADINGS: Record<string, string> = {
  created_at: "Created",
  updated_at: "Updated",
  heartbeat_at: "Heartbeat",
  finished_at: "Finished",
  duration_s: "Duration",
  state: "State",
  tags: "Tags",
  user: "User",
  host: "Host",
  group: "Group",
  job_type: "Job type",
  notes: "Notes",
  sweep: "Sweep",
  name: "Id",
  run_id: "Id",
  exit_code: "Exit code",
  commit: "Commit",
  program: "Program",
}
const WIDTHS_PX: Record<string, number> = {
  state: 104,
  created_at: 96,
  duration_s: 92,
  tags: 150,
  notes: 200,
  user: 96,
}

export const headingOf = (column: string) => HEADINGS[column] ?? fieldName(column)

/** Which document a column comes from: two columns may be named alike. */
export function originOf(column: string): string {
  return /^(config|summary)\./.exec(column)?.[1] ?? (column.startsWith("tag:") ? "tag" : "run")
}

export const isTime = (column: string) => column.endsWith("_at") && !column.includes(".")

/** The value of a cell; undefined where the run has none. */
export function cellValue(run: RunRow, column: string): Json | undefined {
  if (isOwnColumn(column)) return (run as unknown as Record<string, Json>)[column]
  return run.fields[column]
}

export interface Column {
  path: string
  widthPx: number
  /** How its numbers are written; null for a column of other things. */
  format: NumberFormat | null
}

/** What can be said of a column only with its values at hand. */
export function describeColumns(runs: readonly RunRow[], paths: readonly string[], comparing: boolean): Column[] {
  return paths.map((path) => {
    const values = runs.map((run) => cellValue(run, path)).filter((value) => typeof value === "number")
    const numeric = values.length > 0 && !isTime(path) && path !== "duration_s"
    const widthPx = WIDTHS_PX[path] ?? Math.min(170, Math.max(92, headingOf(path).length * 7.5 + 34))
    return {
      path,
      widthPx: widthPx + (numeric && comparing ? 76 : 0),
      format: numeric ? columnFormat(values) : null,
    }
  })
}

/** Times in the mirror are microseconds since the epoch. */
export function isoTime(value: Json | undefined): string | null {
  if (typeof value === "number") return new Date(value / 1000).toISOString()
  return typeof value === "string" ? value : null
}
