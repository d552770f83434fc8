import { useCallback, useMemo } from "react"
import type { SweepDetail, SweepPath } from "@/api"
import { formatCount } from "@/lib/format"
import { useAllRuns } from "@/products/run-panels/useAllRuns"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { useUrlState } from "@/ui/useUrlState"
import { SweepCharts } from "./SweepCharts"
import { SweepRunsPane } from "./SweepRunsPane"
import { patchView, readView, runsFilter, type Searched, type SweepView, VIEW_PARTS } from "./view"

const SHARE = 0.36
const STOPS = [SHARE, 0.5, 0.7]

/** The runs of a sweep as a table beside what can be seen in all of them together. */
export function RunsTab({ at, sweep }: { at: SweepPath; sweep: SweepDetail }) {
  const [url, change] = useUrlState()
  const searched = useSearched(sweep)
  const view = useView(searched)
  const onView = useCallback(
    (next: Partial<SweepView>) => change(patchView(next, searched), { push: true }),
    [change, searched],
  )
  const onPeek = (runId: string | null) => change({ peek: runId }, { push: runId !== null && !url.peek })
  const columns = useMemo(() => [...view.axes, ...(view.metric ? [view.metric] : [])], [view.axes, view.metric])
  const filter = useMemo(() => runsFilter(at.sweep, {}, null), [at.sweep])
  const runs = useAllRuns(at.entity, at.project, filter, columns, (run) => run.sweep === at.sweep)
  const share = Math.min(Math.max(Number(url.split ?? SHARE) || SHARE, 0.2), 1)
  return (
    <Splitter
      label="Runs and charts"
      share={share}
      stops={STOPS}
      onChange={(next) => change({ split: next === SHARE ? null : Number(next.toFixed(3)) })}
      first={<SweepRunsPane at={at} sweep={sweep} view={view} onView={onView} onPeek={onPeek} />}
      second={
        <div className="h-full overflow-auto">
          {runs.error && runs.runs.length === 0 && (
            <ErrorState error={runs.error} title="The runs could not be loaded" onRetry={runs.refetch} />
          )}
          {runs.loading && <Skeleton className="m-3 h-80" />}
          {runs.runs.length > 0 && (
            <SweepCharts
              at={at}
              sweep={sweep}
              runs={runs.runs}
              notDrawn={runs.total > runs.runs.length ? `${formatCount(runs.total - runs.runs.length)} not drawn` : ""}
              view={view}
              onView={onView}
              onPeek={onPeek}
            />
          )}
        </div>
      }
    />
  )
}

/** The same object while only the progress of the sweep changes. */
function useSearched({ metric, parameters }: SweepDetail): Searched {
  return useMemo(() => ({ metric, parameters }), [metric, parameters])
}

/** The same object while the address changes in other parts: thousands of lines would be drawn again for nothing. */
function useView(searched: Searched): SweepView {
  const [url] = useUrlState()
  const text = JSON.stringify(VIEW_PARTS.map((part) => url[part] ?? ""))
  return useMemo(() => {
    const values = JSON.parse(text) as string[]
    return readView(Object.fromEntries(VIEW_PARTS.map((part, index) => [part, values[index]])), searched)
  }, [text, searched])
}
