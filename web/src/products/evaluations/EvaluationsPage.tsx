import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { type EvaluationRow, evaluationsApi } from "@/api/objects"
import { formatDuration } from "@/lib/format"
import { parseRef } from "@/lib/weaveRefs"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { ScoreTotals } from "./ScoreTotals"
import { totalsOf } from "./scores"
import { evaluateLines } from "./snippets"

interface EvaluationsPageProps {
  entity: string
  project: string
}

/** Running evaluations get their scores by themselves while somebody watches. */
const REFRESH_MS = 5000

/** Passes of models over data sets, the newest first, with what their scores sum up to. */
export function EvaluationsPage({ entity, project }: EvaluationsPageProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="border-line border-b px-4 py-2.5 font-semibold text-lg">Evaluations</h1>
      <EvaluationList entity={entity} project={project} />
    </div>
  )
}

function EvaluationList({ entity, project }: EvaluationsPageProps) {
  const scroller = useRef<HTMLDivElement>(null)
  useFocusList(scroller, "Evaluations")
  const list = useInfiniteQuery({
    queryKey: ["evaluations", entity, project],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => evaluationsApi.list(entity, project, pageParam, signal),
    getNextPageParam: (page) => (page.has_more ? (page.evaluations.at(-1)?.started_at ?? null) : null),
    refetchInterval: ({ state }) => (state.data?.pages[0].evaluations.some(isRunning) ? REFRESH_MS : false),
  })
  if (list.isPending) return <SkeletonRows rows={8} className="p-4" />
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const evaluations = list.data.pages.flatMap((page) => page.evaluations)
  if (evaluations.length === 0)
    return (
      <EmptyState
        icon="check"
        title="No evaluations yet"
        text="Evaluation.evaluate and EvaluationLogger of Weave's clients are listed here with what their scorers said."
        snippet={evaluateLines(window.location.origin, entity, project)}
      />
    )
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul aria-label="Evaluations">
        {evaluations.map((row) => (
          <EvaluationLine key={row.call_id} entity={entity} project={project} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p className="p-3 text-center">
          <Button size="sm" onClick={() => void list.fetchNextPage()}>
            Show older evaluations
          </Button>
        </p>
      )}
    </div>
  )
}

const isRunning = (row: EvaluationRow) => row.status === "running"

function EvaluationLine({ entity, project, row }: EvaluationsPageProps & { row: EvaluationRow }) {
  const evaluation = parseRef(row.evaluation)?.name
  return (
    <li className="border-line border-b">
      <Link
        to="/$entity/$project/evaluations/$call"
        params={{ entity, project, call: row.call_id }}
        data-item
        className="-outline-offset-2 grid grid-cols-[minmax(0,1fr)_90px] items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover md:grid-cols-[minmax(160px,1fr)_minmax(0,2fr)_80px_90px]"
      >
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{nameOf(row)}</span>
            {row.status === "error" && <Badge tone="danger">error</Badge>}
            {isRunning(row) && <Badge tone="accent">running</Badge>}
          </span>
          <span className="block truncate text-ink-3 text-sm">
            {[evaluation, parseRef(row.model)?.name ?? row.model].filter(Boolean).join(" · ")}
          </span>
        </span>
        <span className="col-span-2 row-start-2 min-w-0 md:col-span-1 md:row-start-auto">
          <ScoreTotals totals={totalsOf(row.summary)} />
        </span>
        <span className="num hidden text-right text-sm md:block">
          {row.ended_at === null ? "" : formatDuration((row.ended_at - row.started_at) / 1000)}
        </span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={new Date(row.started_at).toISOString()} />
        </span>
      </Link>
    </li>
  )
}

/** Its own name; the model's when nobody gave it one. */
export function nameOf(row: EvaluationRow): string {
  if (row.name !== "Evaluation.evaluate") return row.name
  return parseRef(row.model)?.name ?? row.name
}
