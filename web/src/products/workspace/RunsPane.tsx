import { useNavigate } from "@tanstack/react-router"
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { Json, RunRow } from "@/api"
import { runStyles } from "@/lib/colours"
import { toggledHidden } from "@/lib/groups"
import {
  BulkBar,
  GroupedTable,
  type GroupTree,
  nextSort,
  type RowActions,
  type RunsQuery,
  RunsTable,
  type TableState,
  useGroupTree,
  useNamedRuns,
} from "@/products/runs-table"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDark } from "@/ui/theme"
import { ComparePanel, MOST_COMPARED } from "./compare/ComparePanel"
import type { Eyes } from "./eyes"
import { toggled } from "./eyes"
import { PaneFooter } from "./PaneFooter"
import { RunPeek } from "./RunPeek"
import { RunsToolbar } from "./RunsToolbar"
import { useRunKeys } from "./useRunKeys"
import { useSelection } from "./useSelection"

export interface RunsPaneProps {
  entity: string
  project: string
  table: TableState
  onTable: (change: Partial<TableState>) => void
  runs: RunsQuery
  /** The switch between table and charts. */
  layout: ReactNode
  /** The runs in the charts. */
  shown: RunRow[]
  eyes: Eyes
  onEyes: (eyes: Eyes) => void
  /** Groups that are left out of the charts. */
  hidden: Json[][]
  onHidden: (hidden: Json[][]) => void
  peeked: string | null
  onPeek: (runId: string | null) => void
  /** The runs that stand side by side; null when none do. */
  compared: string[] | null
  onCompare: (runIds: string[] | null) => void
}

/** The table of runs with everything around it. */
export function RunsPane(props: RunsPaneProps) {
  const { entity, project, table, onTable, runs, shown, peeked, onPeek } = props
  const grid = useRef<HTMLDivElement>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const [filtering, setFiltering] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [grouping, setGrouping] = useState(false)
  const tree = useGroupTree(entity, project, table)
  const listed = table.group.length > 0 ? tree.runs : runs.runs
  const selection = useSelection(listed)
  const actions = useRowActions(props, setFocused, selection.toggle)
  const baseline = useBaseline(entity, project, table, runs.runs)
  const chosen = comparable(selection.ids, focused, table.baseline)
  const compare = chosen && (() => props.onCompare(chosen))
  const move = useRunKeys({
    runs: listed,
    focused,
    peeked,
    grid,
    onSearch: () => searchBox.current?.focus(),
    onFocus: setFocused,
    onPeek,
    onSelect: selection.toggle,
    onToggleShown: actions.toggleShown,
    onBaseline: (runId) => onTable({ baseline: table.baseline === runId ? null : runId }),
    onFilter: () => setFiltering(true),
    onColumns: () => setChoosing(true),
    onGroup: () => setGrouping(true),
    onDiff: () => compare?.(),
  })
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <RunsToolbar
        {...{ entity, project, table, onTable, runs, searchBox, filtering, choosing, grouping }}
        layout={props.layout}
        onFiltering={setFiltering}
        onChoosing={setChoosing}
        onGrouping={setGrouping}
      />
      {selection.ids.size > 0 && (
        <BulkBar
          entity={entity}
          project={project}
          selected={selection.ids}
          onClear={selection.clear}
          onCompare={selection.ids.size > 1 ? compare : null}
        />
      )}
      <div className="min-h-0 flex-1">
        <PaneBody {...props} {...{ grid, selection, focused, baseline, actions, tree }} onMove={move} />
      </div>
      <PaneFooter
        {...{ runs, shown, eyes: props.eyes, onEyes: props.onEyes }}
        groups={table.group.length > 0 ? tree.total : null}
      />
      {props.compared && (
        <ComparePanel
          entity={entity}
          project={project}
          runIds={props.compared}
          baseline={table.baseline}
          onBaseline={(runId) => onTable({ baseline: runId })}
          onRemove={(runId) => props.onCompare(props.compared?.filter((each) => each !== runId) ?? null)}
          onOpen={actions.open}
          onClose={() => props.onCompare(null)}
        />
      )}
      {peeked && !props.compared && (
        <RunPeek
          at={{ entity, project, run: peeked }}
          runs={listed}
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

/** The runs that `d` puts side by side: the selected ones, or the active one and the baseline. */
function comparable(selected: ReadonlySet<string>, focused: string | null, baseline: string | null): string[] | null {
  const ids =
    selected.size > 1 ? [...selected] : [...new Set([baseline, ...selected, focused])].filter((id) => id !== null)
  return ids.length > 1 && ids.length <= MOST_COMPARED ? ids : null
}

interface PaneBodyProps extends RunsPaneProps {
  grid: RefObject<HTMLDivElement | null>
  selection: ReturnType<typeof useSelection>
  focused: string | null
  baseline: RunRow | null
  actions: RowActions
  tree: GroupTree
  onMove: (step: number) => void
}

function PaneBody({ runs, table, onTable, shown, grid, selection, focused, baseline, ...rest }: PaneBodyProps) {
  const styles = useStyles(runs.runs, shown)
  const shownIds = useMemo(() => new Set(shown.map((run) => run.run_id)), [shown])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = runs
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  if (table.group.length > 0 && runs.runs.length > 0) {
    return (
      <GroupedBody
        {...{ runs, table, onTable, shown: shownIds, styles, grid, selection, focused, baseline }}
        {...rest}
      />
    )
  }
  if (runs.isPending) return <SkeletonRows rows={14} className="p-3" />
  if (runs.error && runs.runs.length === 0) {
    return <ErrorState error={runs.error} title="The runs could not be loaded" onRetry={() => runs.refetch()} />
  }
  if (runs.runs.length === 0) {
    return (
      <EmptyState icon="search" title="No run matches">
        <Button onClick={() => onTable({ search: "", filter: null })}>Clear search and filter</Button>
      </EmptyState>
    )
  }
  return (
    <RunsTable
      frame={grid}
      runs={runs.runs}
      total={runs.total}
      columns={table.columns}
      sort={table.sort}
      styles={styles}
      shown={shownIds}
      selected={selection.ids}
      focused={focused}
      baseline={baseline}
      waiting={runs.isPlaceholderData}
      actions={rest.actions}
      onMove={rest.onMove}
      onSort={(field, add) => onTable({ sort: nextSort(table.sort, field, add) })}
      onSelectAll={selection.selectAll}
      onEnd={loadMore}
    />
  )
}

interface GroupedBodyProps extends Omit<PaneBodyProps, "shown"> {
  shown: ReadonlySet<string>
  styles: ReturnType<typeof useStyles>
}

function GroupedBody({ table, onTable, tree, grid, selection, hidden, onHidden, ...rest }: GroupedBodyProps) {
  if (tree.error && tree.total === null) {
    return <ErrorState error={tree.error} title="The groups could not be loaded" onRetry={tree.retry} />
  }
  return (
    <GroupedTable
      frame={grid}
      tree={tree}
      by={table.group}
      columns={table.columns}
      sort={table.sort}
      styles={rest.styles}
      shown={rest.shown}
      selected={selection.ids}
      focused={rest.focused}
      baseline={rest.baseline}
      actions={rest.actions}
      hidden={hidden}
      onToggleGroup={(values) => onHidden(toggledHidden(hidden, values))}
      onMove={rest.onMove}
      onSort={(field, add) => onTable({ sort: nextSort(table.sort, field, add) })}
      onSelectAll={selection.selectAll}
    />
  )
}

/** One object for the life of the page, so that a row is drawn again only when it changes itself. */
function useRowActions(
  props: RunsPaneProps,
  onFocus: (runId: string) => void,
  onSelect: (runId: string, range: boolean) => void,
): RowActions {
  const navigate = useNavigate()
  const latest = useRef({ props, navigate })
  useEffect(() => {
    latest.current = { props, navigate }
  })
  return useMemo(() => {
    const { entity, project } = latest.current.props
    return {
      toggleShown: (runId) => {
        const { runs, eyes, onEyes } = latest.current.props
        onEyes(toggled(runs.runs, eyes, runId))
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

/** The baseline may stand further down than the table has been read. */
function useBaseline(entity: string, project: string, table: TableState, runs: RunRow[]): RunRow | null {
  const loaded = runs.find((run) => run.run_id === table.baseline) ?? null
  const named = useNamedRuns(entity, project, table.baseline && !loaded ? [table.baseline] : [], table.columns)
  return loaded ?? named[0] ?? null
}

/** Styles by run, those in the charts first, so that table and charts agree on the dashes as well. */
function useStyles(runs: readonly RunRow[], shown: readonly RunRow[]) {
  const dark = useDark()
  return useMemo(() => {
    const ids = [...shown, ...runs].map((run) => run.run_id)
    return runStyles(ids, dark)
  }, [runs, shown, dark])
}
