import type { UrlPatch, UrlState } from "@/lib/urlState"
import { Chip } from "@/ui/Chip"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { FacetList } from "./FacetList"
import { QueueTable } from "./QueueTable"
import { SessionTable } from "./SessionTable"
import { SpanTable } from "./SpanTable"
import { exporterLines } from "./snippets"
import { listQuery, MORE_FACETS, useSpanList } from "./useTraces"

interface TracesPageProps {
  entity: string
  project: string
}

const SHOWN = [
  { value: "traces" as const, label: "Traces" },
  { value: "spans" as const, label: "All spans" },
  { value: "sessions" as const, label: "Sessions" },
  { value: "queues" as const, label: "Annotation queues" },
]
const NARROWING = ["status", "kind", ...MORE_FACETS]

/** The traces of a project, the newest first; its sessions and annotation queues. */
export function TracesPage({ entity, project }: TracesPageProps) {
  const [url, change] = useUrlState()
  const shown = SHOWN.find(({ value }) => value === url.show)?.value ?? "traces"
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <h1 className="mr-2 font-semibold text-lg">Traces</h1>
        <Select
          size="sm"
          label="Show"
          value={shown}
          options={SHOWN}
          onChange={(show) => change({ show: show === "traces" ? null : show })}
        />
        <Narrowed url={url} onChange={change} />
        <span className="flex-1" />
        {shown !== "queues" && (
          <SearchInput
            label="Search traces"
            value={url.find ?? ""}
            onChange={(text) => change({ find: text || null })}
          />
        )}
      </header>
      {shown === "queues" && <QueueTable entity={entity} project={project} />}
      {shown === "sessions" && (
        <SessionTable
          entity={entity}
          project={project}
          find={url.find ?? ""}
          onOpen={(session) => change({ show: null, find: null, session_id: session }, { push: true })}
        />
      )}
      {(shown === "traces" || shown === "spans") && <SpanList entity={entity} project={project} url={url} />}
    </div>
  )
}

/** What the list is narrowed by, each with a way to widen it again. */
function Narrowed({ url, onChange }: { url: UrlState; onChange: (change: UrlPatch) => void }) {
  return NARROWING.filter((name) => url[name]).map((name) => (
    <Chip key={name} active removeLabel={`Remove ${name}`} onRemove={() => onChange({ [name]: null })}>
      {name.replace("_id", "")}: {url[name]}
    </Chip>
  ))
}

function SpanList({ entity, project, url }: TracesPageProps & { url: UrlState }) {
  const [, change] = useUrlState()
  const find = useDebounced(url.find ?? "", 250)
  const query = listQuery({ ...url, find })
  const list = useSpanList(entity, project, query)
  const narrowed = Boolean(url.find) || NARROWING.some((name) => url[name])
  if (list.isPending) return <SkeletonRows rows={12} className="p-4" />
  if (list.error && !list.data) {
    return <ErrorState error={list.error} title="The traces could not be loaded" onRetry={() => void list.refetch()} />
  }
  if (list.spans.length === 0 && !narrowed) return <NoTraces entity={entity} project={project} />
  return (
    <div className="flex min-h-0 flex-1">
      <FacetList entity={entity} project={project} query={query} url={url} onChange={change} />
      <div className="flex min-w-0 flex-1 flex-col">
        <SpanTable
          entity={entity}
          project={project}
          spans={list.spans}
          hasMore={list.hasNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      </div>
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
