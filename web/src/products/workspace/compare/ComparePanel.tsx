import { useQueries } from "@tanstack/react-query"
import { useDeferredValue, useMemo, useState } from "react"
import { type Json, type RunDetail, runQuery } from "@/api"
import { cx } from "@/lib/classNames"
import { runColour } from "@/lib/colours"
import { formatDelta, formatExact, formatNumber, plural } from "@/lib/format"
import { leafText } from "@/lib/jsonTree"
import { Button, IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Input } from "@/ui/Input"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { Skeleton } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"
import { useDark } from "@/ui/theme"
import { type CompareRow, compareRows } from "./compareRows"

export const MOST_COMPARED = 12

interface ComparePanelProps {
  entity: string
  project: string
  runIds: readonly string[]
  /** The run that the others are compared with; the first one when it is not among them. */
  baseline: string | null
  onBaseline: (runId: string) => void
  onRemove: (runId: string) => void
  onOpen: (runId: string) => void
  onClose: () => void
}

/** Runs side by side: their settings and results, what differs first, numbers with their distance to the baseline. */
export function ComparePanel(props: ComparePanelProps) {
  const { entity, project, runIds } = props
  const { runs, error, waiting, retry } = useQueries({
    queries: runIds.map((run) => runQuery({ entity, project, run })),
    combine: (answers) => ({
      runs: answers.flatMap(({ data }) => (data ? [data] : [])),
      error: answers.find((answer) => answer.error)?.error ?? null,
      waiting: answers.some((answer) => answer.isPending),
      retry: () => {
        for (const answer of answers) if (answer.error) void answer.refetch()
      },
    }),
  })
  return (
    <PeekDrawer title={`Compare ${plural(runIds.length, "run")}`} label="Compare runs" onClose={props.onClose}>
      {error && <ErrorState error={error} onRetry={retry} />}
      {waiting && <Skeleton className="m-4 h-64" />}
      {!waiting && runs.length > 0 && <CompareTable {...props} runs={runs} />}
    </PeekDrawer>
  )
}

function CompareTable({ runs, baseline, ...actions }: ComparePanelProps & { runs: RunDetail[] }) {
  const [search, setSearch] = useState("")
  const [onlyDifferent, setOnlyDifferent] = useState(false)
  const wanted = useDeferredValue(search)
  const rows = useMemo(() => compareRows(runs, wanted), [runs, wanted])
  const different = rows.filter((row) => row.differs).length
  const shown = onlyDifferent ? rows.slice(0, different) : rows
  const base = Math.max(
    0,
    runs.findIndex((run) => run.run_id === baseline),
  )
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">
        <Input
          icon="search"
          size="sm"
          aria-label="Search names"
          placeholder="Search names"
          className="w-56"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={onlyDifferent}
          className={cx(onlyDifferent && "bg-accent-soft text-accent")}
          onClick={() => setOnlyDifferent(!onlyDifferent)}
        >
          Differences only
        </Button>
        <span className="num text-ink-3 text-sm">{`${different} of ${rows.length} differ`}</span>
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th className="sticky top-0 left-0 z-20 border-line border-r border-b bg-surface" />
              {runs.map((run, at) => (
                <RunHead key={run.run_id} run={run} isBase={at === base} {...actions} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={`${row.part} ${row.path}`} row={row} base={base} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p className="p-4 text-ink-3">Nothing to show.</p>}
      </div>
    </div>
  )
}

type RunHeadProps = Pick<ComparePanelProps, "onBaseline" | "onRemove" | "onOpen"> & { run: RunDetail; isBase: boolean }

function RunHead({ run, isBase, onBaseline, onRemove, onOpen }: RunHeadProps) {
  const dark = useDark()
  return (
    <th
      scope="col"
      className="sticky top-0 z-10 min-w-36 border-line border-b bg-surface px-2 py-1 text-left font-normal"
    >
      <div className="flex items-center gap-1.5">
        <span className="size-2.5 shrink-0 rounded-full" style={{ background: runColour(run.run_id, dark) }} />
        <button
          type="button"
          className="min-w-0 truncate font-medium hover:underline"
          title={run.run_id}
          onClick={() => onOpen(run.run_id)}
        >
          {run.display_name}
        </button>
        <StateDot state={run.state} />
        <span className="flex-1" />
        <IconButton
          icon="close"
          label={`Leave ${run.display_name} out`}
          className="size-5"
          onClick={() => onRemove(run.run_id)}
        />
      </div>
      {isBase ? (
        <span className="rounded bg-sunken px-1 text-ink-2 text-xs">baseline</span>
      ) : (
        <button type="button" className="text-ink-3 text-xs hover:text-accent" onClick={() => onBaseline(run.run_id)}>
          make baseline
        </button>
      )}
    </th>
  )
}

function Row({ row, base }: { row: CompareRow; base: number }) {
  return (
    <tr className="[&>*]:border-line [&>*]:border-b hover:[&>td]:bg-hover">
      <th
        scope="row"
        title={`${row.part}.${row.path}`}
        className={cx(
          "sticky left-0 max-w-64 truncate border-r bg-surface px-3 py-1 text-left font-normal",
          !row.differs && "text-ink-3",
        )}
      >
        {row.path}
        <span className="pl-2 text-ink-3 text-xs">{row.part}</span>
      </th>
      {row.values.map((value, at) => (
        <td key={at} className={cx("max-w-72 truncate px-2 py-1", !row.differs && "text-ink-3")}>
          <Value value={value} base={at === base ? undefined : row.values[base]} />
        </td>
      ))}
    </tr>
  )
}

function Value({ value, base }: { value: Json | undefined; base: Json | undefined }) {
  if (value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value !== "number") {
    const text = leafText(value)
    const other = base !== undefined && leafText(base) !== text
    return (
      <span title={text} className={cx(other && "rounded bg-accent-soft px-1 text-ink")}>
        {text || "empty"}
      </span>
    )
  }
  const delta = typeof base === "number" ? value - base : 0
  return (
    <span className="num" title={formatExact(value)}>
      {formatNumber(value, 6)}
      {delta !== 0 && Number.isFinite(delta) && (
        <span className="pl-2 text-ink-3 text-xs" title={formatExact(delta)}>
          {formatDelta(delta)}
        </span>
      )}
    </span>
  )
}
