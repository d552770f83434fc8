import type uPlot from "uplot"
import { formatClock, formatDuration, formatNumber, formatTime } from "@/lib/format"

export type AxisKind = "step" | "time" | "relative" | "metric"

type Split = number | null
const HOUR = 3600
const DAY = 24 * HOUR

/** Distances between ticks: whole steps, and times that people count in. */
export function axisIncrements(kind: AxisKind): number[] | undefined {
  if (kind === "step")
    return Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((part) => part * 10 ** power)).flat()
  if (kind !== "relative") return undefined
  const short = [0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800]
  return [
    ...short,
    ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
    ...[1, 2, 5, 10, 30, 100].map((days) => days * DAY),
  ]
}

/** Tick labels of x, in the unit that the axis is in. */
export function xLabels(kind: AxisKind, splits: Split[]): string[] {
  const step = stepOf(splits)
  if (kind === "time")
    return splits.map((at, index) => (at === null ? "" : timeLabel(at, splits[index - 1] ?? null, step)))
  if (kind === "relative") return splits.map((at) => (at === null ? "" : at === 0 ? "0" : formatDuration(at)))
  return yLabels(splits)
}

export const yLabels = (splits: Split[]): string[] => {
  // Of a logarithmic axis the smallest tick is the measure of its own neighbours only.
  const step = isEven(splits) ? stepOf(splits) : 0
  return splits.map((value) => (value === null ? "" : tick(value, step)))
}

function stepOf(splits: Split[]): number {
  const [first, second] = splits.filter((value) => value !== null)
  return second === undefined ? 0 : Math.abs(second - first)
}

function isEven(splits: Split[]): boolean {
  const values = splits.filter((value) => value !== null)
  const step = stepOf(values)
  return values.every((value, index) => index === 0 || Math.abs(value - values[index - 1] - step) < step * 1e-3)
}

const dayOf = (time: Date) =>
  `${String(time.getMonth() + 1).padStart(2, "0")}-${String(time.getDate()).padStart(2, "0")}`

/** The clock, or the day where a new one begins. */
function timeLabel(at: number, before: number | null, stepMs: number): string {
  const time = new Date(at)
  const newDay = before !== null && dayOf(new Date(before)) !== dayOf(time)
  if (stepMs >= 360 * DAY * 1000) return String(time.getFullYear())
  if (stepMs >= DAY * 1000 || newDay) return dayOf(time)
  return stepMs >= 60_000 ? formatClock(time).slice(0, 5) : formatClock(time)
}

const UNITS = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const

/** A short label with the digits that tell it from its neighbour `step` away: 15000 → 15k, 0.00001 → 1e-5. */
export function tick(value: number, step = 0): string {
  if (value === 0) return "0"
  const size = Math.abs(value)
  const needed = step > 0 ? Math.ceil(Math.log10(size / step) - 1e-9) + 2 : 6
  const digits = Math.min(12, Math.max(2, needed))
  if (size >= 1e15 || size < 1e-3) return trim(value.toExponential(digits - 1))
  for (const [unit, name] of UNITS) {
    if (size >= unit && size >= 1e4) return `${trim((value / unit).toPrecision(digits))}${name}`
  }
  return trim(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size + 1)))))
}

function trim(text: string): string {
  const [mantissa, exponent] = text.split("e")
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa
  return exponent === undefined ? short : `${short}e${exponent.replace("+", "")}`
}

/** x of the point under the cursor, in words. */
export function describeX(kind: AxisKind, x: number, metric?: string): string {
  if (kind === "time") return formatTime(new Date(x))
  if (kind === "relative") return `after ${formatDuration(x)}`
  if (kind === "metric") return `${metric ?? "x"} ${formatNumber(x, 7)}`
  return `step ${Math.round(x).toLocaleString("en-US")}`
}

/** Room for the widest label, in CSS px. */
export const yAxisSize: uPlot.Axis.Size = (_plot, values) => {
  const longest = (values ?? []).reduce((most, text) => Math.max(most, text?.length ?? 0), 0)
  return Math.min(96, Math.max(40, 14 + longest * 6.6))
}
