import type { PanelKinds } from "@/products/metrics/board/kinds"
import { PanelBody } from "./PanelBody"
import { PanelForm } from "./PanelForm"
import { startPanel } from "./start"
import { titleOf } from "./titles"

/** The panels that can be added to a canvas beside the lines of its metrics. */
export const runPanelKinds: PanelKinds = { Body: PanelBody, Form: PanelForm, titleOf, start: startPanel }
