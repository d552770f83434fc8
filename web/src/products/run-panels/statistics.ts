import type { RunGroup, RunRow } from "@/api"
import type { Envelope } from "@/charts"
import { groupIdOf } from "@/lib/groups"
import type { Statistic } from "@/products/metrics/board/board"
import type { ChartRun } from "@/products/metrics/MetricPanel"
import { numbersOf } from "./runColumns"

/** One value for a run, or for a group with what its runs spread over. */
export interface Measured {
  id: string
  label: string
  colour: string
  /** NaN and ±Inf stand for themselves; what has no value at all has no row. */
  value: number
  spread?: { low: number; high: number; std: number | null; count: number }
}

/** The last values of runs, from a column of theirs. */
export function lastOfRuns(runs: readonly ChartRun[], rows: readonly RunRow[], path: string): Measured[] {
  const byId = new Map(rows.map((row) => [row.run_id, row]))
  return runs.flatMap(({ run_id, label, colour }) => {
    const row = byId.get(run_id)
    if (row?.fields[path] === undefined || row.fields[path] === null) return []
    return [{ id: run_id, label, colour, value: numbersOf([row], path)[0] }]
  })
}

/** The last values of all runs of each group. */
export function lastOfGroups(runs: readonly ChartRun[], groups: readonly RunGroup[], path: string): Measured[] {
  const byId = new Map(groups.map((group) => [groupIdOf(group.values), group]))
  return runs.flatMap(({ run_id, label, colour }) => {
    const column = byId.get(run_id)?.columns[path]
    if (!column || column.mean === null) return []
    const { mean, std, min, max, count } = column
    return [{ id: run_id, label, colour, value: mean, spread: { low: min ?? mean, high: max ?? mean, std, count } }]
  })
}

/** A statistic over everything that was logged, from envelopes. */
export function ofHistory(
  runs: readonly ChartRun[],
  envelopes: readonly Envelope[],
  statistic: Exclude<Statistic, "last">,
): Measured[] {
  const byId = new Map(envelopes.map((envelope) => [envelope.runId, envelope]))
  return runs.flatMap(({ run_id, label, colour }) => {
    const envelope = byId.get(run_id)
    return envelope ? [{ id: run_id, label, colour, value: statisticOf(envelope, statistic) }] : []
  })
}

function statisticOf({ low, high, mean, count }: Envelope, statistic: Exclude<Statistic, "last">): number {
  if (statistic === "min") return reduced(low, Math.min)
  if (statistic === "max") return reduced(high, Math.max)
  let [sum, points] = [0, 0]
  for (const [at, value] of mean.entries()) {
    if (!Number.isFinite(value)) continue
    sum += value * count[at]
    points += count[at]
  }
  return points > 0 ? sum / points : Number.NaN
}

function reduced(values: Float64Array, choose: (one: number, other: number) => number): number {
  const finite = values.filter((value) => !Number.isNaN(value))
  return finite.length > 0 ? finite.reduce((one, other) => choose(one, other)) : Number.NaN
}

/** Greatest first, what is no number last. */
export function sortedByValue(rows: readonly Measured[], ascending = false): Measured[] {
  const rank = ({ value }: Measured) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : ascending ? -value : value)
  return [...rows].sort((one, other) => rank(other) - rank(one) || (one.label < other.label ? -1 : 1))
}

/** What a big number says of several runs: their mean, and how far they are apart. */
export function summedUp(
  rows: readonly Measured[],
): { mean: number; std: number | null; low: number; high: number; count: number } | null {
  const values = rows.map(({ value }) => value).filter(Number.isFinite)
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    low: Math.min(...values),
    high: Math.max(...values),
    count: values.length,
  }
}

/** Where a value stands on a bar from `low` to `high`, 0 … 1. */
export const shareOf = (value: number, [low, high]: readonly [number, number]): number =>
  high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0

/** Bars begin at zero: a length that leaves it out lies. */
export function barDomain(rows: readonly Measured[]): [number, number] {
  const edges = rows.flatMap(({ value, spread }) => [value, spread?.low ?? value, spread?.high ?? value])
  const finite = edges.filter(Number.isFinite)
  return [Math.min(0, ...finite), Math.max(0, ...finite)]
}
