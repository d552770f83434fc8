import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { SweepImportance } from "./SweepImportance"

/** How much of a metric each parameter of a sweep explains. Its fields are the sweep and the metric. */
export function ImportanceBody({ panel, context }: PanelBodyProps) {
  const { entity, project } = context
  const [sweep = "", metric = ""] = panel.fields
  if (!sweep) return <p className="py-8 text-center text-ink-3">Choose a sweep in the settings of this panel.</p>
  return <SweepImportance {...{ entity, project, sweep, metric }} />
}
