import { useDeferredValue, useMemo } from "react"
import type { PointsSource, RunBranch, RunRow, RunState } from "@/api"
import type { AxisKind } from "@/charts"
import { runStyles } from "@/lib/colours"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { ControlBar } from "./ControlBar"
import { FullScreenPanel } from "./FullScreenPanel"
import { type Grouping, groupRuns, useChartGroups } from "./grouping"
import type { PanelContext } from "./MetricPanel"
import { SectionList } from "./SectionList"
import { sectionsOf } from "./sections"
import { useMetricNames } from "./useMetricNames"
import { patchView, readView } from "./view"

interface ChartCanvasProps {
  entity: string
  project: string
  /** The runs to draw. Without a state, a run counts as one that may go on. */
  runs: (Pick<RunRow, "run_id" | "display_name"> & Partial<Pick<RunRow, "state" | "branch">>)[]
  source: PointsSource
  /** Draws a line for each group of all runs, instead of those of `runs`. */
  grouping?: Grouping | null
}

const AXES: Record<PointsSource, AxisKind[]> = {
  history: ["step", "time", "relative", "metric"],
  system: ["relative", "time"],
}

const ONGOING: ReadonlySet<RunState> = new Set(["running", "pending", "preempting"])

/** A panel for each metric of the runs, in sections by the prefix of their names. Its view stands in the address. */
export function ChartCanvas({ entity, project, runs, source, grouping: asked = null }: ChartCanvasProps) {
  const [url, change] = useUrlState()
  const prefix = source === "system" ? "sys." : "c."
  const view = useStable(readView(url, prefix))
  const shownView =
    source === "system" && view.axis.kind === "step" ? { ...view, axis: { kind: "relative" as const } } : view
  const dark = useDark()
  const ids = runs.map((run) => run.run_id)
  const names = useMetricNames(entity, project, source, ids, asked !== null)
  const search = useDeferredValue(view.search)
  const sections = useMemo(() => sectionsOf(names.data ?? [], search), [names.data, search])
  const grouping = useStable(asked)
  const groups = useChartGroups(entity, project, grouping)
  const chartRuns = useStable(grouping ? groupRuns(groups.data ?? [], dark) : styled(runs, dark))
  const stableView = useStable(shownView)
  const live = runs.some(({ state }) => state === undefined || ONGOING.has(state))
  const context: PanelContext = useMemo(
    () => ({
      entity,
      project,
      source,
      runs: chartRuns,
      grouping,
      live,
      view: stableView,
      onChange: (patch) => change(patchView(patch, stableView, prefix)),
    }),
    [entity, project, source, chartRuns, grouping, live, stableView, change, prefix],
  )
  if (names.error && !names.data) return <ErrorState error={names.error} onRetry={() => names.refetch()} />
  if (runs.length === 0 && !grouping) {
    return (
      <EmptyState
        icon="chart"
        title="No run is shown"
        text="Turn on the eye of a run in the table to see its charts."
      />
    )
  }
  if (names.data?.length === 0) {
    return (
      <EmptyState
        icon="chart"
        title="Nothing logged yet"
        text="Charts appear here with the first run.log(…), without a reload."
      />
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <ControlBar
        view={stableView}
        metrics={names.data ?? []}
        axes={AXES[source]}
        onChange={context.onChange}
        grouped={grouping !== null}
      />
      {names.data && sections.length === 0 && (
        <p className="py-8 text-center text-ink-3">{`No panel matches “${search}”`}</p>
      )}
      <SectionList sections={sections} context={context} />
      {stableView.full && (
        <FullScreenPanel
          context={context}
          metric={stableView.full}
          metrics={sections.flatMap((section) => section.metrics)}
        />
      )}
    </div>
  )
}

function styled(runs: ChartCanvasProps["runs"], dark: boolean) {
  const styles = runStyles(
    runs.map((run) => run.run_id),
    dark,
  )
  return runs.map((run) => {
    const style = styles.get(run.run_id)
    return {
      run_id: run.run_id,
      label: run.display_name,
      colour: style?.colour ?? "#888888",
      dash: style?.dash,
      branch: run.branch ? branchOf(run.branch) : undefined,
    }
  })
}

const branchOf = (branch: RunBranch) => ({
  forkStep: branch.fork_step,
  parentName: branch.parent?.display_name ?? null,
  rewoundTo: branch.rewound_to,
})

/** The same object as long as its content is the same, so that what depends on it stays as well. */
function useStable<T>(value: T): T {
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the value
  return useMemo(() => value, [text])
}
