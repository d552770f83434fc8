import { type CSSProperties, type ReactNode, useCallback, useDeferredValue, useMemo, useState } from "react"
import type { Filter, MetricInfo, PointsSource, RunBranch, RunRow, RunState } from "@/api"
import type { AxisKind } from "@/charts"
import { runStyles } from "@/lib/colours"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { useDark } from "@/ui/theme"
import { toast } from "@/ui/toasts"
import { useElementSize } from "@/ui/useElementSize"
import { useUrlState } from "@/ui/useUrlState"
import { BoardPanel } from "./BoardPanel"
import { AddPanelMenu } from "./board/AddPanelMenu"
import type { Section } from "./board/arrange"
import { BoardDialogs } from "./board/BoardDialogs"
import type { Board, PanelKind } from "./board/board"
import { shownAgain } from "./board/edit"
import { HiddenPanels } from "./board/HiddenPanels"
import type { PanelKinds } from "./board/kinds"
import type { PanelPlace } from "./board/PanelFrame"
import { useArrangement } from "./board/useArrangement"
import { ControlBar } from "./ControlBar"
import { definitionsOf, STEP } from "./definitions"
import { FullScreenPanel } from "./FullScreenPanel"
import { type Grouping, groupRuns, useChartGroups } from "./grouping"
import type { ChartRun, PanelContext } from "./MetricPanel"
import { SectionList } from "./SectionList"
import { matcher, sectionsOf } from "./sections"
import { useMetrics } from "./useMetrics"
import { type CanvasView, patchView, readView } from "./view"

interface ChartCanvasProps {
  entity: string
  project: string
  /** The runs to draw. Without a state, a run counts as one that may go on. */
  runs: (Pick<RunRow, "run_id" | "display_name"> & Partial<Pick<RunRow, "state" | "branch">>)[]
  source: PointsSource
  /** Draws a line for each group of all runs, instead of those of `runs`. */
  grouping?: Grouping | null
  /** People arrange the panels and add others; without it they stand as they come. */
  kinds?: (PanelKinds & { filter: Filter | null; onPeek: (runId: string) => void }) | null
  /** Takes a panel to a report. */
  onReport?: PanelContext["onReport"]
}

const AXES: Record<PointsSource, AxisKind[]> = {
  history: ["step", "time", "relative", "metric"],
  system: ["relative", "time"],
}

const NOTHING: readonly MetricInfo[] = []

function readMetrics(found: readonly MetricInfo[]) {
  const metrics = found.map(({ name }) => name)
  const definitions = definitionsOf(found)
  return { metrics, definitions, automatic: sectionsOf(metrics.filter((name) => !definitions.hidden.has(name))) }
}

const ONGOING: ReadonlySet<RunState> = new Set(["running", "pending", "preempting"])

/** Panels in sections: one for each metric of the runs, and those that people added. Its view stands in the address. */
export function ChartCanvas(props: ChartCanvasProps) {
  const { entity, project, runs, source, grouping: asked = null, kinds = null, onReport = null } = props
  const { view, change } = useCanvasView(source)
  const ids = runs.map((run) => run.run_id)
  const found = useMetrics(entity, project, source, ids, asked !== null)
  const { metrics, definitions, automatic } = useMemo(() => readMetrics(found.data ?? NOTHING), [found.data])
  const { board, sections, arrangement, asking, ask } = useArrangement(automatic, metrics, kinds !== null)
  const titleOf = (id: string) => titleIn(board, id, kinds)
  const shown = useFound(sections, view.search, titleOf, board)
  const grouping = useStable(asked)
  const chartRuns = useChartRuns(entity, project, runs, grouping)
  const live = runs.some(({ state }) => state === undefined || ONGOING.has(state))
  const context: PanelContext = useMemo(
    () => ({
      ...{ entity, project, source, grouping, live, view, metrics, definitions, arrangement, onReport },
      runs: chartRuns,
      onChange: change,
      axes: AXES[source],
    }),
    [entity, project, source, chartRuns, grouping, live, view, change, metrics, definitions, arrangement, onReport],
  )
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => found.refetch()} />
  if (board.panels.length === 0) {
    if (runs.length === 0 && !grouping) return NO_RUN
    if (found.data?.length === 0) return NOTHING_LOGGED
  }
  const add = (kind: PanelKind, section: string | null) =>
    void kinds?.start(context, kind).then((panel) => ask({ what: "new panel", panel, section }), toast.error)
  const sectionNames = sections.map(({ name }) => name)
  const panelOf = (id: string, section: string, height: number, place: PanelPlace | null) => (
    <BoardPanel key={id} {...{ id, section, place, height, context, kinds }} sections={sectionNames} />
  )
  return (
    <UnderBar
      bar={
        <ControlBar
          {...{ view, metrics }}
          defined={definitions.axes.size > 0}
          axes={AXES[source]}
          onChange={change}
          grouped={grouping !== null}
        >
          {arrangement && (
            <>
              <HiddenPanels
                hidden={board.hidden}
                onShow={(panels) => arrangement.change((now) => shownAgain(now, panels))}
              />
              <AddPanelMenu onAdd={(kind) => (kind ? add(kind, null) : ask({ what: "section" }))} />
            </>
          )}
        </ControlBar>
      }
    >
      {found.data && shown.length === 0 && (
        <p className="py-8 text-center text-ink-3">{`No panel matches “${view.search}”`}</p>
      )}
      <SectionList
        sections={shown}
        context={context}
        board={board}
        renderPanel={(id, place, height) => panelOf(id, place.section, height, place)}
      />
      {view.full && (
        <FullScreenPanel
          panels={shown.flatMap(({ panels }) => panels)}
          panel={view.full}
          title={titleOf(view.full)}
          onPanel={(full) => change({ full })}
        >
          {(height) => panelOf(view.full ?? "", sectionWith(sections, view.full), height, null)}
        </FullScreenPanel>
      )}
      {kinds && arrangement && (
        <BoardDialogs {...{ asking, arrangement, context, kinds }} onClose={() => ask(null)} onKind={add} />
      )}
    </UnderBar>
  )
}

/** A bar that stays in view, and below it what knows its height: `--bar-px`. A phone needs the room itself. */
function UnderBar({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const [, heightPx] = useElementSize(element)
  return (
    <div className="flex flex-col" style={{ "--bar-px": `${heightPx}px` } as CSSProperties}>
      <div ref={setElement} className="z-20 bg-canvas pt-2 pb-1 md:sticky md:top-0">
        {bar}
      </div>
      {children}
    </div>
  )
}

const NO_RUN = (
  <EmptyState icon="chart" title="No run is shown" text="Turn on the eye of a run in the table to see its charts." />
)
const NOTHING_LOGGED = (
  <EmptyState
    icon="chart"
    title="Nothing logged yet"
    text="Charts appear here with the first run.log(…), without a reload."
  />
)

/** The view in the address, and a way to change it; both stay the same objects as long as it does. */
function useCanvasView(source: PointsSource) {
  const [url, patch] = useUrlState()
  const prefix = source === "system" ? "sys." : "c."
  const read = readView(url, prefix)
  // The machine's own metrics have no steps.
  const isStep = (read.axis ?? STEP).kind === "step"
  const view = useStable(source === "system" && isStep ? { ...read, axis: RELATIVE } : read)
  const change = useCallback((next: Partial<CanvasView>) => patch(patchView(next, view, prefix)), [patch, view, prefix])
  return { view, change }
}

const RELATIVE = { kind: "relative" as const }

function useChartRuns(
  entity: string,
  project: string,
  runs: ChartCanvasProps["runs"],
  grouping: Grouping | null,
): ChartRun[] {
  const dark = useDark()
  const groups = useChartGroups(entity, project, grouping)
  return useStable(grouping ? groupRuns(groups.data ?? [], dark) : styled(runs, dark))
}

function titleIn(board: Board, id: string, kinds: PanelKinds | null): string {
  const panel = board.panels.find((one) => one.id === id)
  return panel && kinds ? kinds.titleOf(panel) : id
}

/** The sections with the panels that are searched for. */
function useFound(sections: readonly Section[], text: string, titleOf: (id: string) => string, board: Board) {
  const search = useDeferredValue(text)
  // biome-ignore lint/correctness/useExhaustiveDependencies: titles are those of the board
  return useMemo(() => {
    if (!search) return sections
    const matches = matcher(search)
    return sections
      .map(({ name, panels }) => ({ name, panels: panels.filter((id) => matches(titleOf(id))) }))
      .filter(({ panels }) => panels.length > 0)
  }, [sections, search, board])
}

const sectionWith = (sections: readonly Section[], panel: string | null): string =>
  sections.find(({ panels }) => panel !== null && panels.includes(panel))?.name ?? ""

function styled(runs: ChartCanvasProps["runs"], dark: boolean): ChartRun[] {
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
