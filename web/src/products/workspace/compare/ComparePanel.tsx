import { useQueries } from "@tanstack/react-query"
import { useDeferredValue, useMemo, useState } from "react"
import { type RunDetail, runQuery } from "@/api"
import { cx } from "@/lib/classNames"
import { runColour } from "@/lib/colours"
import { plural } from "@/lib/format"
import { readableSummary } from "@/products/run/documents"
import { CompareTable } from "@/products/run-panels/compare/CompareTable"
import { compareRows } from "@/products/run-panels/compare/compareRows"
import { Button, IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Input } from "@/ui/Input"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { Skeleton } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"
import { useDark } from "@/ui/theme"

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
      {!waiting && runs.length > 0 && <ComparedRuns {...props} runs={runs} />}
    </PeekDrawer>
  )
}

function ComparedRuns({ runs, baseline, ...actions }: ComparePanelProps & { runs: RunDetail[] }) {
  const [search, setSearch] = useState("")
  const [onlyDifferent, setOnlyDifferent] = useState(false)
  const wanted = useDeferredValue(search)
  const readable = useMemo(() => runs.map((run) => ({ ...run, summary: readableSummary(run.summary) })), [runs])
  const rows = useMemo(() => compareRows(readable, wanted), [readable, wanted])
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
        <CompareTable
          rows={shown}
          base={base}
          heads={runs.map((run, at) => <RunHead key={run.run_id} run={run} isBase={at === base} {...actions} />)}
        />
      </div>
    </div>
  )
}

type RunHeadProps = Pick<ComparePanelProps, "onBaseline" | "onRemove" | "onOpen"> & { run: RunDetail; isBase: boolean }

function RunHead({ run, isBase, onBaseline, onRemove, onOpen }: RunHeadProps) {
  const dark = useDark()
  return (
    <>
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
    </>
  )
}
