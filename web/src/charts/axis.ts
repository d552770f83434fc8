import type uPlot from "uplot"
import { formatDuration, formatNumber } from "@/lib/format"

export type AxisKind = "step" | "time" | "relative" | "metric"

/** Tick labels of x, in the unit that the axis is in. */
export function axisValues(kind: AxisKind): uPlot.Axis["values"] | undefined {
  if (kind === "time") return undefined // uPlot's own calendar labels
  if (kind === "relative") return (_plot, splits) => splits.map((seconds) => formatDuration(seconds))
  return (_plot, splits) => splits.map(tick)
}

export const yValues: uPlot.Axis["values"] = (_plot, splits) =>
  splits.map((value) => (value === null ? "" : tick(value)))

/** Short labels: 1,500 → 1.5k, 0.00001 → 1e-5. */
export function tick(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return value.toExponential().replace("e+", "e")
  for (const [unit, name] of [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
    [1e4, "k"],
  ] as const) {
    const divisor = name === "k" ? 1e3 : unit
    if (size >= unit) return `${trim(value / divisor)}${name}`
  }
  return trim(value)
}

const trim = (value: number) => String(Number(value.toPrecision(6)))

/** x of the point under the cursor, in words. */
export function describeX(kind: AxisKind, x: number, metric?: string): string {
  if (kind === "time") return new Date(x).toLocaleString()
  if (kind === "relative") return formatDuration(x)
  if (kind === "metric") return `${metric ?? "x"} ${formatNumber(x, 6)}`
  return `step ${x.toLocaleString("en-US")}`
}
