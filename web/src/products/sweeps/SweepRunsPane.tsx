import { type RefObject, useCallback, useMemo, useRef, useState } from "react"
import type { SweepDetail, SweepPath } from "@/api"
import { formatCount, plural } from "@/lib/format"
import {
  BulkBar,
  ColumnPicker,
  nextSort,
  type RowActions,
  type RunsQuery,
  RunsTable,
  type TableState,
  useNamedRuns,
  useRuns,
} from "@/products/runs-table"
import { ComparePanel, MOST_COMPARED } from "@/products/workspace/compare/ComparePanel"
import { RunPeek } from "@/products/workspace/RunPeek"
import { useRunKeys } from "@/products/workspace/useRunKeys"
import { useSelection } from "@/products/workspace/useSelection"
import { Button, IconButton } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { useRowActions, useRunColours } from "./rowActions"
import { useAsked, useSweepTable } from "./useSweepTable"
import type { SweepView } from "./view"

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
  const [url, change] = useUrlState()
  const [table, onTable] = useSweepTable(view, sweep)
  const runs = useRuns(entity, project, useAsked(at, view, table))
  const selection = useSelection(runs.runs)
  const grid = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [choosing, setChoosing] = useState(false)
  const peeked = url.peek ?? null
  const actions = useRowActions(props, setFocused, selection.toggle)
  const compared = url.compare ? url.compare.split("~") : null
  const onCompare = (ids: string[] | null) =>
    change({ compare: ids?.join("~") || null }, { push: ids !== null && !url.compare })
  const comparable = selection.ids.size > 1 && selection.ids.size <= MOST_COMPARED
  const compare = () => onCompare([...selection.ids])
  const move = useRunKeys({
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
    onDiff: () => comparable && compare(),
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
        <BulkBar
          {...{ entity, project }}
          selected={selection.ids}
          onClear={selection.clear}
          onCompare={comparable ? compare : null}
        />
      )}
      <div className="min-h-0 flex-1">
        <PaneBody {...{ at, view, table, onTable, onView, runs, selection, grid, focused, actions }} onMove={move} />
      </div>
      <footer className="num flex h-8 shrink-0 items-center gap-2 border-line border-t px-2 text-ink-3 text-sm">
        <span className="text-ink-2">{runs.data ? plural(runs.total, "run") : "…"}</span>
        {Object.keys(view.brushes).length > 0 && <span>within the brushes</span>}
        {runs.runs.length < runs.total && <span>{`${formatCount(runs.runs.length)} loaded`}</span>}
      </footer>
      {compared && (
        <ComparePanel
          {...{ entity, project }}
          runIds={compared}
          baseline={table.baseline}
          onBaseline={(runId) => onTable({ baseline: runId })}
          onRemove={(runId) => onCompare(compared.filter((one) => one !== runId))}
          onOpen={actions.open}
          onClose={() => onCompare(null)}
        />
      )}
      {peeked && !compared && (
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
  const styles = useRunColours(runs)
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
