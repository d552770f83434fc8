import type { JsonObject } from "@/api"
import type { NewPanel } from "@/products/metrics/board/kinds"
import type { PanelView } from "@/products/metrics/board/viewOf"
import { barConfig, lineConfig, parallelConfig, scatterConfig } from "./panels"

/** A panel in the words of the document. */
export interface DocumentPanel {
  viewType: string
  config: JsonObject
}

const AXIS_KEYS = { step: "_step", time: "_timestamp", relative: "_runtime" }
const SMOOTHING_KEYS = { none: "none", ema: "exponential", gaussian: "gaussian", average: "average" }
const BAND_KEYS = { minmax: "minmax", std: "stddev", stderr: "stderr", none: "none" }

/** A panel of the canvas as it looks now; null for a kind that reports do not have. */
export function documentPanelOf(panel: NewPanel, view: PanelView): DocumentPanel | null {
  const found = plainPanel(panel, view)
  if (!found) return null
  return panel.title ? { ...found, config: { ...found.config, chartTitle: panel.title } } : found
}

function plainPanel({ kind, fields, log = [], text, document }: NewPanel, view: PanelView): DocumentPanel | null {
  if (kind === "document") return document ?? null
  if (kind === "line") return { viewType: "Run History Line Plot", config: { ...lineConfig(fields), ...drawn(view) } }
  if (kind === "bar") return { viewType: "Bar Chart", config: barConfig(fields) }
  if (kind === "scalar") return { viewType: "Scalar Chart", config: { metrics: fields, groupAgg: "mean" } }
  if (kind === "scatter") {
    const scales = {
      ...(log.includes(fields[0]) ? { xAxisLogScale: true } : {}),
      ...(log.includes(fields[1]) ? { yAxisLogScale: true } : {}),
    }
    return { viewType: "Scatter Plot", config: { ...scatterConfig(fields[0], fields[1]), ...scales } }
  }
  if (kind === "parallel") return { viewType: "Parallel Coordinates Plot", config: parallelConfig(fields) }
  if (kind === "comparer") return { viewType: "Run Comparer", config: { diffOnly: "split" } }
  if (kind === "media") return { viewType: "Media Browser", config: { mediaKeys: fields } }
  return kind === "markdown" ? { viewType: "Markdown Panel", config: { value: text ?? "" } } : null
}

/** How the lines are drawn, where that is not what a line plot does by itself. */
function drawn({ axis, smoothing, logX, logY, ignoreOutliers, range, yRange, band }: PanelView): JsonObject {
  const config: JsonObject = { xAxis: axis.kind === "metric" ? axis.metric : AXIS_KEYS[axis.kind] }
  if (smoothing.kind !== "none") {
    config.smoothingType = SMOOTHING_KEYS[smoothing.kind]
    config.smoothingWeight = smoothing.amount
  }
  if (logX) config.xLogScale = true
  if (logY) config.yLogScale = true
  if (ignoreOutliers) config.ignoreOutliers = true
  if (band !== "minmax") config.groupArea = BAND_KEYS[band]
  if (range) Object.assign(config, { xAxisMin: range[0], xAxisMax: range[1] })
  if (yRange) Object.assign(config, { yAxisMin: yRange[0], yAxisMax: yRange[1] })
  return config
}
