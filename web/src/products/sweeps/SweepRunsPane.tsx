import { useNavigate } from "@tanstack/react-router"
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { SweepDetail, SweepPath } from "@/api"
import { runColour } from "@/lib/colours"
import { formatCount, plural } from "@/lib/format"
import {
  BulkBar,
  ColumnPicker,
  nextSort,
  patchTable,
  type RowActions,
  type RunsQuery,
  RunsTable,
  readTable,
  type TableState,
  useNamedRuns,
  useRuns,
} from "@/products/runs-table"
import { RunPeek } from "@/products/workspace/RunPeek"
import { useSelection } from "@/products/workspace/useSelection"
import { Button, IconButton } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { useSweepKeys } from "./useSweepKeys"
import { bestFirst, isSearched, runsFilter, type SweepView } from "./view"

/** More columns than this are searched for by name, not scrolled through. */
const MOST_COLUMNS = 24

interface SweepRunsPaneProps {
  at: SweepPath
  sweep: SweepDetail
  view: SweepView
  onView: (change: Partial<SweepView>) => void
  onPeek: (runId: string | null) => void
}

/** The runs of the sweep that the brushes hold, best first unless asked otherwise. */
export function SweepRunsPane(props: SweepRunsPaneProps) {
  const { at, sweep, view, onView, onPeek } = props
  const { entity, project } = at
  const [url] = useUrlState()
  const [table, onTable] = useSweepTable(view, sweep)
  const runs = useRuns(entity, project, useAsked(at, view, table))
  const selection = useSelection(runs.runs)
  const grid = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [choosing, setChoosing] = useState(false)
  const peeked = url.peek ?? null
  const actions = useRowActions(props, setFocused, selection.toggle)
  const move = useSweepKeys({
    runs: runs.runs,
    focused,
    peeked,
    grid,
    onFocus: setFocused,
    onPeek,
    onSelect: selection.toggle,
    onToggleShown: actions.toggleShown,
    onBaseline: (runId) => onTable({ baseline: table.baseline === runId ? null : runId }),
    onColumns: () => setChoosing(true),
  })
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex h-10 shrink-0 items-center gap-1 border-line border-b px-2">
        <SearchInput
          label="Search runs"
          className="min-w-24 flex-1"
          value={table.search}
          onChange={(search) => onTable({ search })}
        />
        <IconButton icon="columns" label="Columns" shortcut="c" onClick={() => setChoosing(true)} />
      </div>
      <ColumnPicker
        {...{ entity, project }}
        columns={table.columns}
        onChange={(columns) => onTable({ columns })}
        open={choosing}
        onClose={() => setChoosing(false)}
      />
      {selection.ids.size > 0 && (
        <BulkBar {...{ entity, project }} selected={selection.ids} onClear={selection.clear} />
      )}
      <div className="min-h-0 flex-1">
        <PaneBody {...{ at, view, table, onTable, onView, runs, selection, grid, focused, actions }} onMove={move} />
      </div>
      <footer className="num flex h-8 shrink-0 items-center gap-2 border-line border-t px-2 text-ink-3 text-sm">
        <span className="text-ink-2">{runs.data ? plural(runs.total, "run") : "…"}</span>
        {Object.keys(view.brushes).length > 0 && <span>within the brushes</span>}
        {runs.runs.length < runs.total && <span>{`${formatCount(runs.runs.length)} loaded`}</span>}
      </footer>
      {peeked && (
        <RunPeek
          at={{ entity, project, run: peeked }}
          runs={runs.runs}
          onPeek={(runId) => {
            if (runId) setFocused(runId)
            onPeek(runId)
          }}
          onOpenPage={() => actions.open(peeked)}
        />
      )}
    </div>
  )
}

interface PaneBodyProps {
  at: SweepPath
  view: SweepView
  onView: (change: Partial<SweepView>) => void
  table: TableState
  onTable: (change: Partial<TableState>) => void
  runs: RunsQuery
  selection: ReturnType<typeof useSelection>
  grid: RefObject<HTMLDivElement | null>
  focused: string | null
  actions: RowActions
  onMove: (step: number) => void
}

function PaneBody({ at, view, onView, table, onTable, runs, selection, grid, ...rest }: PaneBodyProps) {
  const styles = useStyles(runs)
  const shown = useMemo(
    () => new Set(runs.runs.map((run) => run.run_id).filter((runId) => !view.hidden.has(runId))),
    [runs.runs, view.hidden],
  )
  const loaded = runs.runs.find((run) => run.run_id === table.baseline) ?? null
  const named = useNamedRuns(at.entity, at.project, table.baseline && !loaded ? [table.baseline] : [], table.columns)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = runs
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (runs.isPending) return <SkeletonRows rows={14} className="p-3" />
  if (runs.error && runs.runs.length === 0) {
    return <ErrorState error={runs.error} title="The runs could not be loaded" onRetry={() => runs.refetch()} />
  }
  if (runs.runs.length === 0) return <NoneFits onClear={() => clear(onTable, onView)} />
  return (
    <RunsTable
      frame={grid}
      runs={runs.runs}
      total={runs.total}
      columns={table.columns}
      sort={table.sort}
      styles={styles}
      shown={shown}
      selected={selection.ids}
      baseline={loaded ?? named[0] ?? null}
      waiting={runs.isPlaceholderData}
      focused={rest.focused}
      actions={rest.actions}
      onMove={rest.onMove}
      onSort={(field, add) => onTable({ sort: nextSort(table.sort, field, add) })}
      onSelectAll={selection.selectAll}
      onEnd={loadMore}
    />
  )
}

function clear(onTable: PaneBodyProps["onTable"], onView: PaneBodyProps["onView"]): void {
  onTable({ search: "" })
  onView({ brushes: {} })
}

function NoneFits({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon="search" title="No run matches">
      <Button onClick={onClear}>Clear search and brushes</Button>
    </EmptyState>
  )
}

/** The table as the address has it; by itself it shows the metric and the axes, best run first. */
function useSweepTable(view: SweepView, sweep: SweepDetail): [TableState, (change: Partial<TableState>) => void] {
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
function useAsked(at: SweepPath, { brushes }: SweepView, table: TableState): TableState {
  return useMemo(() => ({ ...table, filter: runsFilter(at.sweep, brushes, table.filter) }), [table, at.sweep, brushes])
}

/** Colours by run; there are no lines here for which dashes would be needed. */
function useStyles({ runs }: RunsQuery) {
  const dark = useDark()
  return useMemo(
    () => new Map(runs.map(({ run_id }) => [run_id, { colour: runColour(run_id, dark), dash: undefined }])),
    [runs, dark],
  )
}

/** One object for the life of the page, so that a row is drawn again only when it changes itself. */
function useRowActions(
  props: SweepRunsPaneProps,
  onFocus: (runId: string) => void,
  onSelect: (runId: string, range: boolean) => void,
): RowActions {
  const navigate = useNavigate()
  const latest = useRef({ props, navigate })
  useEffect(() => {
    latest.current = { props, navigate }
  })
  return useMemo(() => {
    const { entity, project } = latest.current.props.at
    return {
      toggleShown: (runId) => {
        const { view, onView } = latest.current.props
        const hidden = new Set(view.hidden)
        if (!hidden.delete(runId)) hidden.add(runId)
        onView({ hidden })
      },
      toggleSelected: onSelect,
      focus: onFocus,
      peek: (runId) => {
        onFocus(runId)
        latest.current.props.onPeek(runId)
      },
      open: (run) =>
        void latest.current.navigate({ to: "/$entity/$project/runs/$run", params: { entity, project, run } } as never),
      hrefOf: (run) => `/${[entity, project, "runs", run].map(encodeURIComponent).join("/")}`,
    }
  }, [onFocus, onSelect])
}
