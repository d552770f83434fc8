import { readList, type UrlPatch, type UrlState } from "@/lib/urlState"
import { ViewMenu } from "@/products/views"
import { Chip } from "@/ui/Chip"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { judgedLabel } from "./list/judged"
import { NARROWING } from "./list/listQuery"
import { SpanList } from "./list/SpanList"
import { MappingPage } from "./mapping/MappingPage"
import { PricesPage } from "./prices/PricesPage"
import { QueueTable } from "./QueueTable"
import { SessionTable } from "./sessions/SessionTable"
import { UserTable } from "./sessions/UserTable"

interface TracesPageProps {
  entity: string
  project: string
}

const SHOWN = [
  { value: "traces" as const, label: "Traces" },
  { value: "spans" as const, label: "All spans" },
  { value: "sessions" as const, label: "Sessions" },
  { value: "users" as const, label: "Users" },
  { value: "queues" as const, label: "Annotation queues" },
  { value: "mapping" as const, label: "Mapping" },
  { value: "prices" as const, label: "Prices" },
]

const FINDS: Partial<Record<string, string>> = { sessions: "Search sessions", users: "Search users" }

/** What is no list of what was traced. */
const SET_UP: ReadonlySet<string> = new Set(["mapping", "prices"])
const WITHOUT_SEARCH: ReadonlySet<string> = new Set(["queues", ...SET_UP])

/** The traces of a project, the newest first; its sessions, users and annotation queues. */
export function TracesPage({ entity, project }: TracesPageProps) {
  const [url, change] = useUrlState()
  const shown = SHOWN.find(({ value }) => value === url.show)?.value ?? "traces"
  const find = useDebounced(url.find ?? "", 250)
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
        {!SET_UP.has(shown) && <Narrowed url={url} onChange={change} />}
        <span className="flex-1" />
        {!WITHOUT_SEARCH.has(shown) && (
          <SearchInput
            label={FINDS[shown] ?? "Search traces"}
            value={url.find ?? ""}
            onChange={(text) => change({ find: text || null })}
          />
        )}
        {!SET_UP.has(shown) && <ViewMenu entity={entity} project={project} kind="traces" />}
      </header>
      {shown === "queues" && <QueueTable entity={entity} project={project} />}
      {shown === "sessions" && <SessionTable entity={entity} project={project} find={find} />}
      {shown === "users" && <UserTable entity={entity} project={project} find={find} />}
      {shown === "mapping" && <MappingPage entity={entity} project={project} />}
      {shown === "prices" && <PricesPage entity={entity} project={project} />}
      {(shown === "traces" || shown === "spans") && <SpanList entity={entity} project={project} />}
    </div>
  )
}

/** What the list is narrowed by, each with a way to widen it again. */
function Narrowed({ url, onChange }: { url: UrlState; onChange: (change: UrlPatch) => void }) {
  return [...NARROWING, "refs" as const]
    .filter((name) => url[name])
    .map((name) => (
      <Chip key={name} active removeLabel={`Remove ${name}`} onRemove={() => onChange({ [name]: null })}>
        {narrowedText(name, url[name] ?? "")}
      </Chip>
    ))
}

function narrowedText(name: string, value: string): string {
  if (name === "judgements") return `judged: ${judgedLabel(value)}`
  if (name === "refs") return `used: ${readList(value)[0]?.split("/").at(-1)}`
  return `${name.replace("_id", "")}: ${value}`
}
