import { type ComponentType, lazy, Suspense } from "react"
import { asText } from "../document/blocks"
import { useReportHome } from "../editor/home"
import { ComparerPanel } from "./ComparerPanel"
import { ParallelPanel, ScatterPanel } from "./FieldPanels"
import { ImportancePanel } from "./ImportancePanel"
import { LinePanel } from "./LinePanel"
import { PanelNote, type PanelProps } from "./panel"
import { BarPanel, ScalarPanel } from "./ValuePanels"

const ReportMarkdown = lazy(() => import("../editor/ReportMarkdown"))
const ChartPanel = lazy(() => import("./ChartPanel").then((each) => ({ default: each.ChartPanel })))
const MediaBrowserPanel = lazy(() => import("./MediaPanels").then((each) => ({ default: each.MediaBrowserPanel })))

/** Panels by the name that the document has for their kind. */
const KINDS: Record<string, ComponentType<PanelProps>> = {
  "Run History Line Plot": LinePanel,
  "Scatter Plot": ScatterPanel,
  "Parallel Coordinates Plot": ParallelPanel,
  "Bar Chart": BarPanel,
  "Scalar Chart": ScalarPanel,
  "Parameter Importance": ImportancePanel,
  Vega2: ChartPanel,
  "Run Comparer": ComparerPanel,
  "Media Browser": MediaBrowserPanel,
  "Markdown Panel": MarkdownPanel,
}

/** They show more of runs than a link opens. */
const NEED_AN_ACCOUNT = new Set(["Run Comparer", "Media Browser", "Parameter Importance", "Vega2"])

export function PanelBody(props: PanelProps) {
  const { byLink } = useReportHome()
  const Kind = KINDS[props.panel.viewType]
  if (!Kind) return <PanelNote>{notDrawn(props.panel.viewType)}</PanelNote>
  if (byLink && NEED_AN_ACCOUNT.has(props.panel.viewType)) return <PanelNote>Log in to see this panel.</PanelNote>
  if (props.sets.length === 0 && Kind !== MarkdownPanel) return <PanelNote>All run sets are turned off.</PanelNote>
  return (
    <Suspense fallback={null}>
      <Kind {...props} />
    </Suspense>
  )
}

/** What cannot be drawn, and where to look instead if there is such a place. */
function notDrawn(viewType: string): string {
  const kept = "kept as it is, not drawn here."
  if (viewType === "Code Comparer") return `A code comparer: ${kept} The code that a run saved is among its files.`
  if (viewType.startsWith("Weave"))
    return `A query panel (“${viewType}”): ${kept} Its queries run on W&B's own servers only.`
  return `A panel “${viewType || "without a kind"}”: ${kept}`
}

function MarkdownPanel({ panel, height }: PanelProps) {
  return (
    <div className="overflow-auto" style={{ height }}>
      <ReportMarkdown text={asText(panel.config.value)} />
    </div>
  )
}
