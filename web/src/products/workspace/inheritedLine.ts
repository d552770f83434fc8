import type { JsonObject } from "@/api"
import { STEP } from "@/products/metrics/definitions"
import type { CanvasView } from "@/products/metrics/view"

const AXIS_KEYS = { step: "_step", time: "_timestamp", relative: "_runtime" }
const SMOOTHING_KEYS = { none: "none", ema: "exponential", gaussian: "gaussian", average: "average" }

/** A line plot's configuration with the canvas's settings where it has none of its own. Steps are what clients write for none. */
export function inheritedLine(config: JsonObject, view: CanvasView): JsonObject {
  const { smoothing } = view
  const axis = view.axis ?? STEP
  const own = Object.fromEntries(Object.entries(config).filter(([key, value]) => key !== "xAxis" || value !== "_step"))
  return {
    xAxis: axis.kind === "metric" ? axis.metric : AXIS_KEYS[axis.kind],
    smoothingType: SMOOTHING_KEYS[smoothing.kind],
    smoothingWeight: smoothing.amount,
    ignoreOutliers: view.ignoreOutliers,
    yLogScale: view.logY,
    xLogScale: view.logX,
    xAxisMin: view.range?.[0] ?? null,
    xAxisMax: view.range?.[1] ?? null,
    groupArea: view.band === "std" ? "stddev" : view.band,
    ...own,
  }
}
