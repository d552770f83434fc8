import { Navigate } from "@tanstack/react-router"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useSpanById } from "./useTraces"

/** A span by its own id alone, as Weave's clients name their calls: leads to its trace. */
export function CallPage({ entity, project, call }: { entity: string; project: string; call: string }) {
  const span = useSpanById(entity, project, call)
  if (span.isPending) return <SkeletonRows rows={14} className="p-4" />
  if (!span.data) {
    const error = span.error ?? new Error("It has not ended yet, was deleted, or was never sent.")
    return <ErrorState error={error} title="The call was not found" onRetry={() => void span.refetch()} />
  }
  return (
    <Navigate
      to="/$entity/$project/traces/$trace"
      params={{ entity, project, trace: span.data.trace_id }}
      search={{ span: call } as never}
      replace
    />
  )
}
