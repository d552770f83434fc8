import { useCallback, useMemo } from "react"
import type { SweepDetail, SweepPath } from "@/api"
import { patchTable, readTable, type TableState } from "@/products/runs-table"
import { useUrlState } from "@/ui/useUrlState"
import { bestFirst, isSearched, runsFilter, type SweepView } from "./view"

/** More columns than this are searched for by name, not scrolled through. */
const MOST_COLUMNS = 24

/** The table as the address has it; by itself it shows the metric and the axes, best run first. */
export function useSweepTable(
  view: SweepView,
  sweep: SweepDetail,
): [TableState, (change: Partial<TableState>) => void] {
  const [url, change] = useUrlState()
  const text = JSON.stringify({
    ...readTable(url),
    columns: url.cols ? readTable(url).columns : columnsOf(view, sweep),
    sort: url.sort ? readTable(url).sort : bestFirst(view),
  })
  const table = useMemo(() => JSON.parse(text) as TableState, [text])
  const onTable = useCallback(
    (next: Partial<TableState>) => {
      const patch = patchTable(next)
      change(next.columns ? { ...patch, cols: next.columns.join("~") || "~" } : patch)
    },
    [change],
  )
  return [table, onTable]
}

/** The metric first: what came out, then what it was made from. Moving an axis moves no column. */
function columnsOf({ metric, axes }: SweepView, { parameters }: SweepDetail): string[] {
  const searched = parameters.filter(isSearched).map(({ path }) => path)
  const columns = [...(metric ? [metric] : []), ...searched, ...axes, "duration_s"]
  return [...new Set(columns)].slice(0, MOST_COLUMNS)
}

/** The same table, asked for the runs of the sweep alone. */
export function useAsked(at: SweepPath, { brushes }: SweepView, table: TableState): TableState {
  return useMemo(() => ({ ...table, filter: runsFilter(at.sweep, brushes, table.filter) }), [table, at.sweep, brushes])
}
