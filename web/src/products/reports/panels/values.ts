import type { RunRow } from "@/api"
import { numbersOf } from "@/products/run-panels/runColumns"

/** One bar, or one big number: what a run, or several, came to. */
export interface Bar {
  id: string
  label: string
  value: number
  /** How many runs it is of. */
  runs: number
}

export type Aggregate = "mean" | "min" | "max" | "median" | "sum"
const AGGREGATES: readonly string[] = ["mean", "min", "max", "median", "sum"]

export const aggregateOf = (text: unknown): Aggregate =>
  typeof text === "string" && AGGREGATES.includes(text) ? (text as Aggregate) : "mean"

/** NaN for no number at all. */
export function aggregate(values: readonly number[], how: Aggregate): number {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length === 0) return Number.NaN
  if (how === "min") return Math.min(...known)
  if (how === "max") return Math.max(...known)
  if (how === "median") return median(known.toSorted((one, other) => one - other))
  const total = known.reduce((sum, value) => sum + value, 0)
  return how === "sum" ? total : total / known.length
}

const median = (sorted: number[]) =>
  sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2

/** A bar for each run that has the field, or for each group of runs with the same values of `by`; the largest first. */
export function barsOf(
  runs: readonly RunRow[],
  field: string,
  by: readonly string[],
  how: Aggregate,
  fieldIn: (run: RunRow, field: string) => unknown,
): Bar[] {
  const groups = new Map<string, RunRow[]>()
  for (const run of runs) {
    const key = by.length ? by.map((one) => String(fieldIn(run, one) ?? "–")).join(" · ") : run.run_id
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  const bars = [...groups].map(([id, members]) => ({
    id,
    label: by.length ? id : members[0].display_name,
    value: aggregate(numbersOf(members, field), how),
    runs: members.length,
  }))
  return bars.filter(({ value }) => !Number.isNaN(value)).sort((one, other) => other.value - one.value)
}
