import { useQueries } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { runQuery } from "@/api"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { CompareTable } from "./compare/CompareTable"
import { compareRows } from "./compare/compareRows"

const MOST_COMPARED = 12

/** Config and summary of the shown runs side by side, what differs first. */
export function ComparerBody({ context, onPeek }: PanelBodyProps) {
  const { entity, project, runs, grouping } = context
  const [all, setAll] = useState(false)
  const shown = runs.slice(0, MOST_COMPARED)
  const { found, error, waiting, retry } = useQueries({
    queries: grouping ? [] : shown.map(({ run_id }) => runQuery({ entity, project, run: run_id })),
    combine: (answers) => ({
      found: answers.flatMap(({ data }) => (data ? [data] : [])),
      error: answers.find((answer) => answer.error)?.error ?? null,
      waiting: answers.some((answer) => answer.isPending),
      retry: () => {
        for (const answer of answers) if (answer.error) void answer.refetch()
      },
    }),
  })
  const rows = useMemo(() => compareRows(found), [found])
  if (grouping)
    return <p className="py-8 text-center text-ink-3">Groups are compared in the table: ungroup it to compare runs.</p>
  if (waiting) return <Skeleton className="h-40" />
  if (error && found.length === 0) return <ErrorState error={error} onRetry={retry} />
  if (found.length === 0) return <p className="py-8 text-center text-ink-3">No run is shown.</p>
  const different = rows.filter((row) => row.differs).length
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-1 overflow-auto">
        <CompareTable
          rows={all ? rows : rows.slice(0, different)}
          base={0}
          heads={found.map((run) => {
            const style = shown.find(({ run_id }) => run_id === run.run_id)
            return (
              <button
                key={run.run_id}
                type="button"
                className="flex max-w-full items-center gap-1.5 font-medium hover:underline"
                title={run.display_name}
                onClick={() => onPeek(run.run_id)}
              >
                <span className="size-2.5 shrink-0 rounded-full" style={{ background: style?.colour }} />
                <span className="truncate">{run.display_name}</span>
              </button>
            )
          })}
        />
      </div>
      <p className="num flex gap-2 pt-1 text-ink-3 text-xs">
        {`${different} of ${rows.length} differ`}
        {runs.length > shown.length && ` · the first ${shown.length} of ${runs.length} runs`}
        <button type="button" aria-pressed={all} className="text-accent hover:underline" onClick={() => setAll(!all)}>
          {all ? "Differences only" : "Show all"}
        </button>
      </p>
    </div>
  )
}
