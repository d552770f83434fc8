import { type ComponentType, lazy, Suspense } from "react"
import { asText } from "../document/blocks"
import { useReportHome } from "../editor/home"
import { ComparerPanel } from "./ComparerPanel"
import { ParallelPanel, ScatterPanel } from "./FieldPanels"
import { LinePanel } from "./LinePanel"
import { PanelNote, type PanelProps } from "./panel"
import { BarPanel, ScalarPanel } from "./ValuePanels"

const ReportMarkdown = lazy(() => import("../editor/ReportMarkdown"))
const MediaBrowserPanel = lazy(() => import("./MediaPanels").then((each) => ({ default: each.MediaBrowserPanel })))

/** Panels by the name that the document has for their kind. */
const KINDS: Record<string, ComponentType<PanelProps>> = {
  "Run History Line Plot": LinePanel,
  "Scatter Plot": ScatterPanel,
  "Parallel Coordinates Plot": ParallelPanel,
  "Bar Chart": BarPanel,
  "Scalar Chart": ScalarPanel,
  "Run Comparer": ComparerPanel,
  "Media Browser": MediaBrowserPanel,
  "Markdown Panel": MarkdownPanel,
}

/** They show more of runs than a link opens. */
const NEED_AN_ACCOUNT = new Set(["Run Comparer", "Media Browser"])

export function PanelBody(props: PanelProps) {
  const { byLink } = useReportHome()
  const Kind = KINDS[props.panel.viewType]
  if (!Kind)
    return (
      <PanelNote>{`A panel “${props.panel.viewType || "without a kind"}”: kept as it is, not drawn here.`}</PanelNote>
    )
  if (byLink && NEED_AN_ACCOUNT.has(props.panel.viewType)) return <PanelNote>Log in to see this panel.</PanelNote>
  if (props.sets.length === 0 && Kind !== MarkdownPanel) return <PanelNote>All run sets are turned off.</PanelNote>
  return (
    <Suspense fallback={null}>
      <Kind {...props} />
    </Suspense>
  )
}

function MarkdownPanel({ panel, height }: PanelProps) {
  return (
    <div className="overflow-auto" style={{ height }}>
      <ReportMarkdown text={asText(panel.config.value)} />
    </div>
  )
}
