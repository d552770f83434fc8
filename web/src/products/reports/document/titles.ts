import { asList, asText } from "./blocks"
import { chartOf } from "./chart"
import type { Panel } from "./panels"

/** What a panel is called: its own title, or what it shows. */
export function titleOfDocument({ viewType, config }: Pick<Panel, "viewType" | "config">): string {
  const metrics = [...asList(config.metrics), ...asList(config.mediaKeys)].map(asText).filter(Boolean)
  const title = asText(config.chartTitle)
  if (title) return title
  if (metrics.length) return metrics.join(", ")
  if (viewType === "Scatter Plot") return `${short(config.yAxis)} over ${short(config.xAxis)}`
  if (viewType === "Run History Line Plot" && asText(config.metricRegex)) return asText(config.metricRegex)
  if (viewType === "Vega2") return chartOf(config)?.key || asText(config.panelDefId) || "Custom chart"
  if (viewType === "Parameter Importance") return `Parameters and ${short(config.targetKey)}`
  return viewType === "Markdown Panel" ? "" : viewType.replace(/ (Plot|Chart)$/, "")
}

const short = (accessor: unknown) =>
  asText(accessor)
    .replace(/^\w+:/, "")
    .replace(/\.value$/, "")
