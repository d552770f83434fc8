import { type ComponentProps, lazy, Suspense, useCallback, useState } from "react"
import { useProjectRole } from "@/api"
import { ChartCanvas } from "@/products/metrics/ChartCanvas"
import type { AskedPanel } from "@/products/metrics/MetricPanel"
import { toast } from "@/ui/toasts"
import type { PanelRuns } from "../document/addition"
import { type DocumentPanel, documentPanelOf } from "../document/boardPanels"

const AddToReportDialog = lazy(() => import("./AddToReportDialog"))

type CanvasProps = Omit<ComponentProps<typeof ChartCanvas>, "onReport">

interface ReportableCanvasProps extends CanvasProps {
  /** What the table says of the runs; without it, the drawn runs are the ones that are meant. */
  chosen?: Pick<PanelRuns, "search" | "filter" | "sort" | "only">
}

const BY_NAME = { search: "", filter: null, sort: [] }

/** A canvas whose panels can be added to reports. */
export function ReportableCanvas({ chosen, ...props }: ReportableCanvasProps) {
  const { entity, project, runs, source, grouping } = props
  const [asked, setAsked] = useState<DocumentPanel | null>(null)
  const { mayWrite } = useProjectRole(entity, project)
  const ask = useCallback(({ panel, view }: AskedPanel) => {
    const found = documentPanelOf(panel, view)
    if (found) setAsked(found)
    else toast.error(new Error("Reports have no panel of this kind."))
  }, [])
  const shown = runs.map(({ run_id }) => run_id)
  const which = chosen ?? { ...BY_NAME, only: shown }
  return (
    <>
      <ChartCanvas {...props} onReport={mayWrite && source === "history" ? ask : null} />
      {asked && (
        <Suspense fallback={null}>
          <AddToReportDialog
            panel={asked}
            runs={{ ...which, entity, project, shown, group: grouping?.by ?? [] }}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </>
  )
}
