import { useNavigate } from "@tanstack/react-router"
import { useCallback, useMemo, useState } from "react"
import { runStyles } from "@/lib/colours"
import { formatCount, plural } from "@/lib/format"
import { Welcome } from "@/products/home/Welcome"
import { ChartCanvas } from "@/products/metrics"
import {
  BulkBar,
  FieldPicker,
  FilterBar,
  nextSort,
  patchTable,
  RunsTable,
  readTable,
  type TableState,
  useRuns,
} from "@/products/runs-table"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { Splitter } from "@/ui/Splitter"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { type Eyes, readEyes, shownOf, toggled, writeEyes } from "./eyes"
import { RunPeek } from "./RunPeek"

const DEFAULT_SHARE = 0.34

/** A project: its runs beside their charts. Choose runs once, look at them from every side. */
export function WorkspacePage({ entity, project }: { entity: string; project: string }) {
  const [url, change] = useUrlState()
  const tableKey = JSON.stringify(readTable(url))
  const table = useMemo(() => JSON.parse(tableKey) as TableState, [tableKey])
  const runs = useRuns(entity, project, table)
  const eyesText = url.eyes
  const eyes = useMemo(() => readEyes(eyesText), [eyesText])
  const shown = useMemo(() => shownOf(runs.runs, eyes), [runs.runs, eyes])
  const setEyes = (next: Eyes) => change({ eyes: writeEyes(next) })
  const share = Number(url.split ?? DEFAULT_SHARE)
  const filtered = table.conditions.length > 0 || table.search !== ""
  if (runs.error && !runs.data) return <ErrorState error={runs.error} onRetry={() => runs.refetch()} />
  if (runs.data && runs.total === 0 && !filtered) return <Welcome entity={entity} project={project} />
  return (
    <Splitter
      label="Runs and charts"
      share={Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : DEFAULT_SHARE}
      stops={[0.22, DEFAULT_SHARE, 0.6]}
      onChange={(next) => change({ split: next === DEFAULT_SHARE ? null : next.toFixed(3) })}
      first={
        <RunsPane
          entity={entity}
          project={project}
          table={table}
          onTable={(next) => change(patchTable(next))}
          runs={runs}
          shown={shown}
          onToggleShown={(runId) => setEyes(toggled(runs.runs, eyes, runId))}
          onEyes={setEyes}
          eyes={eyes}
          peeked={url.peek ?? null}
          onPeek={(runId) => change({ peek: runId })}
        />
      }
      second={
        <div className="h-full overflow-auto px-3 py-2">
          {runs.data ? <ChartCanvas entity={entity} project={project} runs={shown} source="history" /> : null}
        </div>
      }
    />
  )
}

interface RunsPaneProps {
  entity: string
  project: string
  table: TableState
  onTable: (change: Partial<TableState>) => void
  runs: ReturnType<typeof useRuns>
  shown: { run_id: string }[]
  eyes: Eyes
  onEyes: (eyes: Eyes) => void
  onToggleShown: (runId: string) => void
  peeked: string | null
  onPeek: (runId: string | null) => void
}

function RunsPane({
  entity,
  project,
  table,
  onTable,
  runs,
  shown,
  eyes,
  onEyes,
  onToggleShown,
  peeked,
  onPeek,
}: RunsPaneProps) {
  const [focused, setFocused] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [filtering, setFiltering] = useState(false)
  const [searchBox, setSearchBox] = useState<HTMLInputElement | null>(null)
  const navigate = useNavigate()
  const shownIds = useMemo(() => new Set(shown.map((run) => run.run_id)), [shown])
  const colours = useColours(runs.runs, shown)
  const open = (run: string) =>
    void navigate({ to: "/$entity/$project/runs/$run", params: { entity, project, run } } as never)
  const toggleSelected = (runId: string) => setSelected((current) => flipped(current, runId))
  const at = runs.runs.findIndex((run) => run.run_id === focused)
  const move = (step: number) =>
    setFocused(runs.runs[Math.min(Math.max(at + step, 0), runs.runs.length - 1)]?.run_id ?? null)
  useCommands([
    { group: "Runs", label: "Next run", keys: "j", quiet: true, run: () => move(1) },
    { group: "Runs", label: "Previous run", keys: "k", quiet: true, run: () => move(-1) },
    { group: "Runs", label: "Select the run", keys: "x", quiet: true, run: () => focused && toggleSelected(focused) },
    {
      group: "Runs",
      label: "Show or hide the run in charts",
      keys: "e",
      quiet: true,
      run: () => focused && onToggleShown(focused),
    },
    { group: "Runs", label: "Peek at the run", keys: "Space", quiet: true, run: () => focused && onPeek(focused) },
    { group: "Runs", label: "Open the run", keys: "Enter", quiet: true, run: () => focused && open(focused) },
    { group: "Runs", label: "Search runs", keys: "/", icon: "search", run: () => searchBox?.focus() },
    { group: "Runs", label: "Filter runs", keys: "f", icon: "filter", run: () => setFiltering(true) },
  ])
  const loadMore = useCallback(() => {
    if (runs.hasNextPage && !runs.isFetchingNextPage) void runs.fetchNextPage()
  }, [runs.hasNextPage, runs.isFetchingNextPage, runs.fetchNextPage])
  const peekedAt = runs.runs.findIndex((run) => run.run_id === peeked)
  const neighbour = (step: number) => {
    const next = runs.runs[peekedAt + step]
    return next ? () => onPeek(next.run_id) : undefined
  }
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex flex-wrap items-center gap-1.5 border-line border-b px-2 py-1.5">
        <Input
          ref={setSearchBox}
          size="sm"
          icon="search"
          aria-label="Search runs"
          placeholder="Search runs"
          className="min-w-32 flex-1"
          value={table.search}
          onChange={(event) => onTable({ search: event.target.value })}
        />
        <FilterBar
          entity={entity}
          project={project}
          conditions={table.conditions}
          onChange={(conditions) => onTable({ conditions })}
          open={filtering}
          onOpenChange={setFiltering}
        />
        <ColumnButton
          entity={entity}
          project={project}
          columns={table.columns}
          onChange={(columns) => onTable({ columns })}
        />
      </div>
      {selected.size > 0 && (
        <BulkBar entity={entity} project={project} selected={selected} onClear={() => setSelected(new Set())} />
      )}
      <div className="min-h-0 flex-1">
        {runs.data && runs.total === 0 ? (
          <p className="py-10 text-center text-ink-3">No run matches</p>
        ) : (
          <RunsTable
            runs={runs.runs}
            total={runs.total}
            columns={table.columns}
            sort={table.sort}
            colours={colours}
            isShown={(runId) => shownIds.has(runId)}
            selected={selected}
            focused={focused}
            onSort={(field, add) => onTable({ sort: nextSort(table.sort, field, add) })}
            onToggleShown={onToggleShown}
            onToggleSelected={toggleSelected}
            onFocus={setFocused}
            onPeek={onPeek}
            onOpen={open}
            onEnd={loadMore}
          />
        )}
      </div>
      <footer className="flex h-8 shrink-0 items-center gap-2 border-line border-t px-2 text-ink-3 text-sm">
        <span className="num">{runs.data ? plural(runs.total, "run") : "…"}</span>
        <span className="num">{`${formatCount(shown.length)} in charts`}</span>
        <span className="flex-1" />
        {eyes !== "all" && (
          <Button size="sm" variant="ghost" icon="eye" onClick={() => onEyes("all")}>
            Show all
          </Button>
        )}
        <Button size="sm" variant="ghost" icon="eyeOff" onClick={() => onEyes(shown.length ? [] : "first")}>
          {shown.length ? "Hide all" : "Show first"}
        </Button>
      </footer>
      {peeked && (
        <RunPeek
          at={{ entity, project, run: peeked }}
          title={runs.runs[peekedAt]?.display_name ?? peeked}
          onClose={() => onPeek(null)}
          onPrevious={neighbour(-1)}
          onNext={neighbour(1)}
          onOpenPage={() => open(peeked)}
        />
      )}
    </div>
  )
}

interface ColumnButtonProps {
  entity: string
  project: string
  columns: string[]
  onChange: (columns: string[]) => void
}

function ColumnButton({ entity, project, columns, onChange }: ColumnButtonProps) {
  const toggle = (field: string) =>
    onChange(columns.includes(field) ? columns.filter((column) => column !== field) : [...columns, field])
  return (
    <Popover
      align="end"
      className="w-80"
      trigger={
        <Button size="sm" variant="ghost" icon="columns">
          Columns
        </Button>
      }
    >
      <FieldPicker entity={entity} project={project} chosen={columns} onPick={toggle} />
    </Popover>
  )
}

/** Colours by run, the shown runs first, so that the table and the charts agree on dashes as well. */
function useColours(
  runs: readonly { run_id: string }[],
  shown: readonly { run_id: string }[],
): ReadonlyMap<string, string> {
  const dark = useDark()
  return useMemo(() => {
    const ids = [...shown, ...runs].map((run) => run.run_id)
    return new Map([...runStyles(ids, dark)].map(([runId, style]) => [runId, style.colour]))
  }, [runs, shown, dark])
}

function flipped(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(member)) next.add(member)
  return next
}
