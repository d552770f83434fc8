import type { AxisKind } from "@/charts"
import { formatClock, formatDuration, formatNumber } from "@/lib/format"
import type { Range } from "./view"

/** "steps 100 – 2,000": a range in the unit of its axis. */
export function describeRange(kind: AxisKind, [first, last]: Range): string {
  const edge = (value: number) => {
    if (kind === "time") return formatClock(new Date(value))
    if (kind === "relative") return formatDuration(value)
    return kind === "step" ? Math.round(value).toLocaleString("en-US") : formatNumber(value)
  }
  return `${kind === "step" ? "steps " : ""}${edge(first)} – ${edge(last)}`
}
