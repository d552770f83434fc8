import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { type RunPath, runQuery } from "@/api"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { PeekDrawer } from "@/ui/PeekDrawer"
import { RelativeTime } from "@/ui/RelativeTime"
import { Skeleton } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"

interface RunPeekProps {
  at: RunPath
  title: ReactNode
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
  onOpenPage: () => void
}

/** A run beside the list: what it is made of and what came out. */
export function RunPeek({ at, title, ...drawer }: RunPeekProps) {
  const run = useQuery(runQuery(at))
  return (
    <PeekDrawer title={title} label="Run" {...drawer}>
      {run.error && <ErrorState error={run.error} onRetry={() => run.refetch()} />}
      {run.isPending && <Skeleton className="m-4 h-64" />}
      {run.data && (
        <div className="flex flex-col gap-4 p-4">
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2">
            <StateDot state={run.data.state} withWord />
            <span>
              started <RelativeTime at={run.data.created_at} />
            </span>
            {run.data.user && <span>{run.data.user}</span>}
            {run.data.command && <code className="truncate font-mono text-sm">{run.data.command}</code>}
          </p>
          <div className="grid gap-4 xl:grid-cols-2">
            <KeyValueTree label="Summary" value={run.data.summary} empty="Nothing yet." />
            <KeyValueTree label="Config" value={run.data.config} empty="The run has no config." />
          </div>
        </div>
      )}
    </PeekDrawer>
  )
}
