import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { runQuery } from "@/api"
import type { RunNode } from "@/api/artifacts"
import { formatDuration } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { RelativeTime } from "@/ui/RelativeTime"
import { Skeleton } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"

/** A run in the drawer. */
export function RunBody({ node }: { node: RunNode }) {
  const at = { entity: node.entity, project: node.project, run: node.run_id }
  const found = useQuery(runQuery(at))
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ink-2">
        <StateDot state={node.state} withWord />
        {node.job_type && <span className="text-ink-3">{node.job_type}</span>}
        <span className="text-ink-3">
          started <RelativeTime at={node.created_at} />
        </span>
        {found.data && <span className="num">{formatDuration(found.data.duration_s)}</span>}
        {found.data?.user && <span className="text-ink-3">by {found.data.user}</span>}
      </div>
      <div className="flex gap-4">
        <Link
          to="/$entity/$project/runs/$run/$tab"
          params={{ ...at, tab: "artifacts" }}
          className="text-accent hover:underline"
        >
          Artifacts
        </Link>
        <Link
          to="/$entity/$project/runs/$run/$tab"
          params={{ ...at, tab: "charts" }}
          className="text-accent hover:underline"
        >
          Charts
        </Link>
      </div>
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton className="h-40" />}
      {found.data && (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <KeyValueTree label="Summary" value={found.data.summary} empty="Nothing yet." />
          <KeyValueTree label="Config" value={found.data.config} empty="The run has no config." />
        </div>
      )}
    </div>
  )
}
