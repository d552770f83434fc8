import type { SpanKind } from "@/api/traces"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { KINDS } from "./KindChip"
import { SpanTable } from "./SpanTable"
import { exporterLines } from "./snippets"
import { listQuery, useSpanList } from "./useTraces"

interface TracesPageProps {
  entity: string
  project: string
}

const SHOWN = [
  { value: "traces" as const, label: "Traces" },
  { value: "spans" as const, label: "All spans" },
]
const STATES = [
  { value: "any" as const, label: "Any status" },
  { value: "error" as const, label: "Errors" },
  { value: "ok" as const, label: "OK" },
]
const ANY_KIND: { value: SpanKind | "any"; label: string }[] = [{ value: "any", label: "Any kind" }, ...KINDS]

/** The traces of a project, the newest first. */
export function TracesPage({ entity, project }: TracesPageProps) {
  const [url, change] = useUrlState()
  const find = useDebounced(url.find ?? "", 250)
  const list = useSpanList(entity, project, listQuery({ ...url, find }))
  const narrowed = Boolean(url.find || url.status || url.kind)
  if (list.isPending) return <SkeletonRows rows={12} className="p-4" />
  if (list.error && !list.data) {
    return <ErrorState error={list.error} title="The traces could not be loaded" onRetry={() => void list.refetch()} />
  }
  if (list.spans.length === 0 && !narrowed) return <NoTraces entity={entity} project={project} />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <h1 className="mr-2 font-semibold text-lg">Traces</h1>
        <Select
          size="sm"
          label="Show"
          value={url.show === "spans" ? "spans" : "traces"}
          options={SHOWN}
          onChange={(show) => change({ show: show === "spans" ? "spans" : null })}
        />
        <Select
          size="sm"
          label="Status"
          value={(url.status as "error" | "ok") ?? "any"}
          options={STATES}
          onChange={(status) => change({ status: status === "any" ? null : status })}
        />
        <Select
          size="sm"
          label="Kind"
          value={(url.kind as SpanKind) ?? "any"}
          options={ANY_KIND}
          onChange={(kind) => change({ kind: kind === "any" ? null : kind })}
        />
        <span className="flex-1" />
        <SearchInput label="Search traces" value={url.find ?? ""} onChange={(text) => change({ find: text || null })} />
      </header>
      <SpanTable
        entity={entity}
        project={project}
        spans={list.spans}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  )
}

function NoTraces({ entity, project }: TracesPageProps) {
  return (
    <EmptyState
      icon="trace"
      title="No traces yet"
      text="Any OpenTelemetry exporter can send spans here: GenAI conventions, OpenInference, OpenLLMetry, Langfuse, MLflow and the Vercel AI SDK are understood."
      snippet={exporterLines(window.location.origin, entity, project)}
    />
  )
}
