import { useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useEffect } from "react"
import { type RunDetail, type RunPath, type RunRow, runQuery } from "@/api"
import { formatCount, formatDuration } from "@/lib/format"
import { readableSummary, sortNames } from "@/products/run/documents"
import { Chip } from "@/ui/Chip"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { Markdown } from "@/ui/Markdown"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { RelativeTime } from "@/ui/RelativeTime"
import { Skeleton } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"

const RUNNING_REFETCH_MS = 5000

interface RunPeekProps {
  at: RunPath
  /** The list that the neighbours are in. */
  runs: readonly RunRow[]
  onPeek: (runId: string | null) => void
  onOpenPage: () => void
}

/** A run beside the list: what it is made of and what came out. */
export function RunPeek({ at, runs, onPeek, onOpenPage }: RunPeekProps) {
  const run = useQuery({
    ...runQuery(at),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? RUNNING_REFETCH_MS : false),
  })
  const place = runs.findIndex((row) => row.run_id === at.run)
  usePrefetched(at, [runs[place - 1]?.run_id, runs[place + 1]?.run_id])
  const neighbour = (step: number) => {
    const next = place < 0 ? undefined : runs[place + step]
    return next && (() => onPeek(next.run_id))
  }
  return (
    <PeekDrawer
      title={run.data?.display_name ?? runs[place]?.display_name ?? at.run}
      label="Run"
      onClose={() => onPeek(null)}
      onPrevious={neighbour(-1)}
      onNext={neighbour(1)}
      onOpenPage={onOpenPage}
    >
      {run.error && <ErrorState error={run.error} onRetry={() => run.refetch()} />}
      {run.isPending && <Skeleton className="m-4 h-64" />}
      {run.data && <PeekBody run={run.data} />}
    </PeekDrawer>
  )
}

/** The neighbours are there already when they are asked for. */
function usePrefetched({ entity, project }: RunPath, ids: (string | undefined)[]): void {
  const client = useQueryClient()
  const text = ids.join("~")
  useEffect(() => {
    for (const run of text.split("~").filter(Boolean)) {
      void client.prefetchQuery({ ...runQuery({ entity, project, run }), staleTime: RUNNING_REFETCH_MS })
    }
  }, [client, entity, project, text])
}

function PeekBody({ run }: { run: RunDetail }) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-ink-2">
        <StateDot state={run.state} withWord />
        <Fact name="started">
          <RelativeTime at={run.created_at} />
        </Fact>
        <Fact name="ran">{formatDuration(run.duration_s)}</Fact>
        {run.user && <Fact name="by">{run.user}</Fact>}
        {run.host && <Fact name="on">{run.host}</Fact>}
        {run.last_step !== null && <Fact name="step">{run.last_step.toLocaleString("en-US")}</Fact>}
        <Fact name="points">{formatCount(run.point_count)}</Fact>
        {run.tags.map((tag) => (
          <Chip key={tag}>{tag}</Chip>
        ))}
      </div>
      {run.command && (
        <code className="block truncate rounded bg-sunken px-2 py-1 font-mono text-sm" title={run.command}>
          {run.command}
        </code>
      )}
      {run.notes && <Markdown text={run.notes} />}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <KeyValueTree label="Summary" value={readableSummary(run.summary)} empty="Nothing yet." />
        <KeyValueTree label="Config" value={sortNames(run.config)} empty="The run has no config." />
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="num inline-flex gap-1">
      <span className="text-ink-3">{name}</span>
      {children}
    </span>
  )
}
