import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { isApiError } from "@/api"
import { type EvaluationRow, evaluationsApi, type TrialRow } from "@/api/objects"
import { formatDuration, plural } from "@/lib/format"
import { readChoice } from "@/lib/urlState"
import { Badge } from "@/ui/Badge"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RefLink } from "@/ui/RefLink"
import { RelativeTime } from "@/ui/RelativeTime"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { nameOf } from "./EvaluationsPage"
import { ScoreTotals } from "./ScoreTotals"
import { hasFailed, latencyOf, totalsOf, totalsOfTrials } from "./scores"
import { TrialTable } from "./TrialTable"

interface EvaluationPageProps {
  entity: string
  project: string
  call: string
}

const REFRESH_MS = 5000
const SHOWN = ["all", "failed"] as const

/** One evaluation: what its scores sum up to, and what the model made of each row. */
export function EvaluationPage({ entity, project, call }: EvaluationPageProps) {
  const [url, change] = useUrlState()
  const found = useQuery({
    queryKey: ["evaluation", entity, project, call],
    queryFn: ({ signal }) => evaluationsApi.get(entity, project, call, signal),
    refetchInterval: ({ state }) => (state.data?.evaluation.status === "running" ? REFRESH_MS : false),
  })
  if (isApiError(found.error, 404))
    return <EmptyState icon="search" title="No such evaluation" text={found.error.message} />
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows rows={12} className="p-4" />
  const { evaluation, trials, is_cut } = found.data
  const shown = readChoice(url.show, SHOWN, "all")
  const failed = trials.filter(hasFailed)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head entity={entity} project={project} row={evaluation} trials={trials} />
      <div className="flex h-10 shrink-0 items-center gap-3 border-line border-b px-4">
        <Select
          size="sm"
          label="Show"
          value={shown}
          options={[
            { value: "all", label: `All ${plural(trials.length, "trial")}` },
            { value: "failed", label: `${failed.length} that failed` },
          ]}
          onChange={(show) => change({ show: show === "all" ? null : show })}
        />
        {is_cut && <span className="text-sm text-warn">The first {trials.length.toLocaleString("en-US")} only.</span>}
      </div>
      <TrialTable entity={entity} project={project} trials={shown === "failed" ? failed : trials} />
    </div>
  )
}

interface HeadProps {
  entity: string
  project: string
  row: EvaluationRow
  trials: readonly TrialRow[]
}

function Head({ entity, project, row, trials }: HeadProps) {
  const said = totalsOf(row.summary)
  const latency = latencyOf(row.summary)
  return (
    <header className="shrink-0 space-y-1.5 border-line border-b bg-surface px-4 pt-3 pb-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <Link to="/$entity/$project/evaluations" params={{ entity, project }} className="text-ink-3 hover:text-ink">
          Evaluations
        </Link>
        <h1 className="min-w-0 break-words font-semibold text-lg">{nameOf(row)}</h1>
        {row.status === "error" && <Badge tone="danger">error</Badge>}
        {row.status === "running" && <Badge tone="accent">running</Badge>}
        <span className="flex-1" />
        <Link
          to="/$entity/$project/traces/$trace"
          params={{ entity, project, trace: row.trace_id }}
          search={{ span: row.call_id } as never}
          className="text-accent hover:underline"
        >
          Open the trace
        </Link>
      </div>
      <p className="flex flex-wrap gap-x-4 text-ink-2 text-sm">
        <span>
          Evaluation <RefLink value={row.evaluation} />
        </span>
        <span>
          Model <RefLink value={row.model} />
        </span>
        <span>
          <RelativeTime at={new Date(row.started_at).toISOString()} /> by {row.created_by}
        </span>
        {row.ended_at !== null && <span>took {formatDuration((row.ended_at - row.started_at) / 1000)}</span>}
        {latency !== null && <span>model {formatDuration(latency)} on average</span>}
      </p>
      <ScoreTotals totals={said.length > 0 ? said : totalsOfTrials(trials)} />
    </header>
  )
}
