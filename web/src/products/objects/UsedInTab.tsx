import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { ObjectDetail, ObjectPath } from "@/api/objects"
import { type SpanRow, tracesApi } from "@/api/traces"
import { formatDuration } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"

const SHOWN = 100

/** The newest calls of this version of code, or that were given or gave this version. */
export function UsedInTab({ at, detail }: { at: ObjectPath; detail: ObjectDetail }) {
  const { entity, project } = at
  const ref = refOf(at, detail)
  const filter = { field: "refs", op: "eq", value: ref }
  const calls = useQuery({
    queryKey: ["object-calls", at, detail.digest],
    queryFn: ({ signal }) => tracesApi.search(entity, project, { roots_only: false, filter, limit: SHOWN }, signal),
  })
  if (calls.error) return <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />
  if (!calls.data) return <SkeletonRows className="p-4" />
  const { spans, next_cursor } = calls.data
  if (spans.length === 0)
    return <EmptyState icon="trace" title="No calls yet" text="No traced call has used this version." />
  return (
    <>
      <ul aria-label="Calls">
        {spans.map((span) => (
          <CallLine key={`${span.trace_id}/${span.span_id}`} entity={entity} project={project} span={span} />
        ))}
      </ul>
      <p className="p-3 text-center text-ink-3">
        {next_cursor && `These are the newest ${SHOWN}. `}
        <Link
          to="/$entity/$project/traces"
          params={{ entity, project }}
          search={{ show: "spans", refs: ref } as never}
          className="text-accent hover:underline"
        >
          All calls of this version in Traces
        </Link>
      </p>
    </>
  )
}

function CallLine({ entity, project, span }: { entity: string; project: string; span: SpanRow }) {
  return (
    <li className="border-line border-b">
      <Link
        to="/$entity/$project/traces/$trace"
        params={{ entity, project, trace: span.trace_id }}
        search={{ span: span.span_id } as never}
        className="-outline-offset-2 flex min-h-9 items-center gap-3 px-4 hover:bg-hover"
      >
        <span className="w-56 truncate font-medium">{span.name}</span>
        {span.status === "error" && <Badge tone="danger">error</Badge>}
        <span className="min-w-0 flex-1 truncate text-ink-3 text-sm">{span.output_preview || span.input_preview}</span>
        <span className="num w-16 text-right text-sm">{formatDuration(span.duration_ms / 1000)}</span>
        <span className="w-24 text-right text-ink-3 text-sm">
          <RelativeTime at={new Date(span.start).toISOString()} />
        </span>
      </Link>
    </li>
  )
}

/** How calls name the version. */
const refOf = (at: ObjectPath, { digest }: ObjectDetail) =>
  `weave:///${at.entity}/${at.project}/${at.op ? "op" : "object"}/${at.name}:${digest}`
