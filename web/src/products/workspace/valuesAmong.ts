import type { RunRow } from "@/api"
import { cellValue } from "@/products/runs-table"

const STATES = ["running", "finished", "failed", "crashed", "killed", "pending", "preempting", "preempted"]

/** Values that a field has among runs, for choosing one to filter by. */
export function valuesAmong(runs: readonly RunRow[], field: string): string[] {
  if (field === "state") return STATES
  if (field === "tags") return distinct(runs.flatMap((run) => run.tags))
  return distinct(runs.map((run) => cellValue(run, field)).filter((value) => value !== null && value !== undefined))
}

const distinct = (values: readonly unknown[]): string[] =>
  [...new Set(values.filter((value) => typeof value !== "object").map(String))].sort()
