import type { NewPanel } from "@/products/metrics/board/kinds"
import { shortName } from "./runColumns"

const STATISTICS = { last: "Last", min: "Least", max: "Greatest", mean: "Mean" }

/** What a panel is called unless somebody named it. */
export function titleOf({ kind, title, fields, statistic, text, document }: NewPanel): string {
  if (title) return title
  const names = fields.map(shortName)
  if (kind === "scatter") return `${names[1] ?? "?"} over ${names[0] ?? "?"}`
  if (kind === "parallel") return `Parallel coordinates of ${names.join(", ")}`
  if (kind === "comparer") return "Runs compared"
  if (kind === "importance") return `What ${names[1] ?? "the metric"} depends on`
  if (kind === "markdown") return firstLine(text) || "Text"
  if (kind === "document") return document?.viewType || "Saved panel"
  if (kind === "bar" || kind === "scalar") return `${STATISTICS[statistic ?? "last"]} ${names[0] ?? ""}`
  return names[0] ?? kind
}

const firstLine = (text = "") =>
  (text.split("\n").find((line) => line.trim()) ?? "").replace(/^[#>*\-\s]+/, "").slice(0, 80)
