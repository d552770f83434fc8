import type { NewPanel, PanelKinds } from "@/products/metrics/board/kinds"
import { titleOfDocument } from "@/products/reports/document/titles"
import { runPanelKinds } from "@/products/run-panels"
import { WorkspacePanelBody } from "./WorkspacePanelBody"

function titleOf(panel: NewPanel): string {
  const { title, document } = panel
  return title || (document ? titleOfDocument(document) : "") || runPanelKinds.titleOf(panel)
}

/** The panels of a canvas, and those that only reports and clients have: they come with a saved workspace. */
export const workspacePanelKinds: PanelKinds = { ...runPanelKinds, Body: WorkspacePanelBody, titleOf }
