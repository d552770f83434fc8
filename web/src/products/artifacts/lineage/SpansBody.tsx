import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { SpansNode } from "@/api/artifacts"
import { tracesApi } from "@/api/traces"
import { formatDuration, plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { spansPage } from "./spansPage"

const NEWEST = 20

/** Spans that used a version, in the drawer: how many, and the newest. */
export function SpansBody({ node }: { node: SpansNode }) {
  const { entity, project, refs, alias, since } = node
  const found = useQuery({
    queryKey: ["spans-of-version", entity, project, refs, since],
    queryFn: ({ signal }) =>
      tracesApi.search(
        entity,
        project,
        {
          filter: { field: "refs", op: "in", value: refs },
          roots_only: false,
          limit: NEWEST,
          ...(since !== null && { since }),
        },
        signal,
      ),
  })
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ink-2">
        <Link {...spansPage(node)} className="text-accent hover:underline">
          All {plural(node.spans, "span")} in {project}
        </Link>
        {node.errors > 0 && <span className="text-danger">{plural(node.errors, "error")}</span>}
        {alias && since !== null && (
          <span className="text-ink-3">
            named {alias}, since it is on this version: <RelativeTime at={new Date(since).toISOString()} />
          </span>
        )}
      </p>
      {found.isPending && <SkeletonRows rows={6} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <ul aria-label="Newest spans" className="divide-y divide-line">
          {found.data.spans.map((span) => (
            <li key={`${span.trace_id}.${span.span_id}`}>
              <Link
                to="/$entity/$project/traces/$trace"
                params={{ entity, project, trace: span.trace_id }}
                search={{ span: span.span_id } as never}
                className="flex min-h-8 items-center gap-3 hover:bg-hover"
              >
                <span className={span.status === "error" ? "truncate text-danger" : "truncate font-medium"}>
                  {span.name}
                </span>
                <span dir="auto" className="min-w-0 flex-1 truncate text-ink-3 text-sm">
                  {span.input_preview}
                </span>
                <span className="num shrink-0 text-sm">{formatDuration(span.duration_ms / 1000)}</span>
                <RelativeTime at={new Date(span.start).toISOString()} className="shrink-0 text-ink-3 text-sm" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
