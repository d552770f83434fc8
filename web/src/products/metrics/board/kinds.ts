import type { ComponentType } from "react"
import type { Filter } from "@/api"
import type { PanelContext } from "../MetricPanel"
import type { PanelKind, PanelSpec } from "./board"

export type NewPanel = Omit<PanelSpec, "id">

export interface PanelBodyProps {
  panel: PanelSpec
  context: PanelContext
  /** The runs that the table's filter holds. */
  filter: Filter | null
  heightPx: number
  onPanel: (panel: PanelSpec) => void
  onPeek: (runId: string) => void
}

export interface PanelFormProps {
  panel: NewPanel
  context: PanelContext
  onChange: (panel: NewPanel) => void
}

/** Panels of other kinds than lines, as the page hands them to the canvas. */
export interface PanelKinds {
  Body: ComponentType<PanelBodyProps>
  /** What of a panel can be set, but its name. */
  Form: ComponentType<PanelFormProps>
  titleOf: (panel: NewPanel) => string
  /** A panel to begin with. Raises what people are told when there is nothing to show in one. */
  start: (context: PanelContext, kind: PanelKind) => Promise<NewPanel>
}

export const KIND_LABELS: Record<PanelKind, string> = {
  line: "Line chart",
  bar: "Bar chart",
  scalar: "Number",
  scatter: "Scatter",
  parallel: "Parallel coordinates",
  comparer: "Run comparer",
  importance: "Parameter importance",
  media: "Media",
  markdown: "Text",
  document: "Saved panel",
}
