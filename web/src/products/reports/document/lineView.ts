import type { JsonObject, XAxis } from "@/api"
import type { Smoothing } from "@/charts"
import { axisNamed } from "@/products/metrics/definitions"
import type { BandKind } from "@/products/metrics/view"
import { asList, asText } from "./blocks"

/** How a line plot of the document wants to be drawn, in the words of the charts here. */
export interface LineView {
  title: string
  metrics: string[]
  /** Metrics by a pattern besides those named. */
  pattern: RegExp | null
  axis: XAxis
  smoothing: Smoothing
  logX: boolean
  logY: boolean
  ignoreOutliers: boolean
  range: [number, number] | null
  groupBy: string | null
  band: BandKind
  mostRuns: number
}

const BANDS: Record<string, BandKind> = { minmax: "minmax", stddev: "std", stderr: "stderr", none: "none" }
const MOST_RUNS = 20

export function readLineView(config: JsonObject): LineView {
  const x = asText(config.xAxis) || "_step"
  const groupBy = asText(config.groupBy)
  return {
    title: asText(config.chartTitle),
    metrics: asList(config.metrics).map(asText).filter(Boolean),
    pattern: config.useMetricRegex ? patternOf(asText(config.metricRegex)) : null,
    axis: axisNamed(x),
    smoothing: smoothingOf(asText(config.smoothingType), config.smoothingWeight),
    logX: config.xLogScale === true,
    logY: config.yLogScale === true,
    ignoreOutliers: config.ignoreOutliers === true,
    range: rangeOf(config.xAxisMin, config.xAxisMax),
    groupBy: config.aggregate === true && groupBy && groupBy !== "None" ? groupBy : null,
    band: BANDS[asText(config.groupArea)] ?? "minmax",
    mostRuns: typeof config.limit === "number" ? Math.max(1, Math.min(200, config.limit)) : MOST_RUNS,
  }
}

function patternOf(text: string): RegExp | null {
  try {
    return text ? new RegExp(text) : null
  } catch {
    return null
  }
}

/** The package's time-weighted average is the debiased one here, its weight the same. */
function smoothingOf(kind: string, weight: unknown): Smoothing {
  const amount = typeof weight === "number" ? weight : 0
  if (amount <= 0 || kind === "none") return { kind: "none", amount: 0 }
  if (kind === "gaussian" || kind === "average")
    return { kind, amount: Math.min(0.999, amount > 1 ? amount / 100 : amount) }
  return { kind: "ema", amount: Math.min(0.999, amount) }
}

const rangeOf = (from: unknown, to: unknown): [number, number] | null =>
  typeof from === "number" && typeof to === "number" && from < to ? [from, to] : null
