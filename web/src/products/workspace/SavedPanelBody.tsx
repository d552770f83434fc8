import { useMemo } from "react"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import type { RunSet } from "@/products/reports/document/runSets"
import { ReportHome } from "@/products/reports/editor/home"
import { PanelBody } from "@/products/reports/panels/PanelBody"
import { inheritedLine } from "./inheritedLine"

/** A panel of a client's workspace over the shown runs, as a report with the same panel would show it. */
export default function SavedPanelBody({ panel, context, filter, heightPx }: PanelBodyProps) {
  const { entity, project, grouping, runs } = context
  const sets = useMemo<RunSet[]>(() => {
    const ids = runs.map(({ run_id }) => run_id)
    const chosen = grouping ? null : { field: "name", op: "in" as const, value: ids }
    const plain = { name: "Shown runs", search: null, sort: [], enabled: true, unread: 0 }
    return [{ ...plain, entity, project, filter, chosen, group: grouping?.by ?? [] }]
  }, [entity, project, filter, grouping, runs])
  const home = useMemo(() => ({ entity, project }), [entity, project])
  const { viewType = "", config: saved = {} } = panel.document ?? {}
  const { view } = context
  const config = useMemo(
    () => (viewType === "Run History Line Plot" ? inheritedLine(saved, view) : saved),
    [viewType, saved, view],
  )
  const layout = { x: 0, y: 0, w: 1, h: 1 }
  return (
    <ReportHome.Provider value={home}>
      <PanelBody panel={{ panelId: panel.id, viewType, config, layout }} sets={sets} height={heightPx} />
    </ReportHome.Provider>
  )
}
