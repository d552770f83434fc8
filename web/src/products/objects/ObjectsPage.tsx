import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import { type ObjectKind, type ObjectRow, objectsApi } from "@/api/objects"
import { formatBytes } from "@/lib/format"
import { addressOf } from "@/lib/weaveRefs"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { NameChips } from "@/ui/NameChips"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { KINDS, nameOfKind, publishLines } from "./kinds"

interface ObjectsPageProps {
  entity: string
  project: string
}

const PAGE = 100
const TABS = [{ value: "all" as const, label: "All" }, ...KINDS]

/** What clients published in a project: the newest version of each name. */
export function ObjectsPage({ entity, project }: ObjectsPageProps) {
  const [url, change] = useUrlState()
  const shown = TABS.find(({ value }) => value === url.kind)?.value ?? "all"
  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="px-4 pt-3 pb-1 font-semibold text-lg">Objects</h1>
      <Tabs
        label="Kinds of objects"
        value={shown}
        items={TABS}
        onChange={(kind) => change({ kind: kind === "all" ? null : kind })}
        className="shrink-0 px-3"
      />
      <ObjectList key={shown} entity={entity} project={project} kind={shown === "all" ? null : shown} />
    </div>
  )
}

function ObjectList({ entity, project, kind }: ObjectsPageProps & { kind: ObjectKind | null }) {
  const scroller = useRef<HTMLDivElement>(null)
  useFocusList(scroller, "Objects")
  const list = useInfiniteQuery({
    queryKey: ["objects", entity, project, kind],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      objectsApi.list(entity, project, kind, { limit: PAGE, offset: pageParam }, signal),
    getNextPageParam: (page, pages) => (page.has_more ? pages.length * PAGE : null),
  })
  if (list.isPending) return <SkeletonRows rows={8} className="p-4" />
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  const objects = list.data.pages.flatMap((page) => page.objects)
  if (objects.length === 0) return <NoObjects entity={entity} project={project} kind={kind} />
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul aria-label="Objects">
        {objects.map((row) => (
          <ObjectLine key={`${row.kind === "op"}/${row.name}`} entity={entity} project={project} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <p className="p-3 text-center">
          <Button size="sm" onClick={() => void list.fetchNextPage()}>
            Show more objects
          </Button>
        </p>
      )}
    </div>
  )
}

function ObjectLine({ entity, project, row }: ObjectsPageProps & { row: ObjectRow }) {
  const to = addressOf({
    entity,
    project,
    kind: row.kind === "op" ? "op" : "object",
    name: row.name,
    version: row.digest,
  })
  return (
    <li className="border-line border-b">
      <Link
        to={to as never}
        data-item
        className="-outline-offset-2 grid min-h-10 grid-cols-[minmax(0,1fr)_90px] items-center gap-x-4 px-4 py-1.5 hover:bg-hover md:grid-cols-[minmax(160px,2fr)_minmax(140px,1fr)_minmax(0,1fr)_90px_110px_90px]"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{row.name}</span>
          <Badge>v{row.version}</Badge>
        </span>
        <span className="hidden truncate text-ink-2 text-sm md:block">{kindText(row)}</span>
        <span className="hidden min-w-0 md:block">
          <NameChips noun="label" names={[...row.aliases.filter((alias) => alias !== "latest"), ...row.tags]} />
        </span>
        <span className="num hidden text-right text-ink-3 text-sm md:block">{formatBytes(row.size_bytes)}</span>
        <span className="hidden truncate text-ink-3 text-sm md:block">{row.created_by}</span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={row.created_at} />
        </span>
      </Link>
    </li>
  )
}

/** The kind, and the class when its author gave it one of its own. */
function kindText(row: ObjectRow): string {
  const kind = nameOfKind(row.kind)
  const isOwn = row.class_name && row.class_name.toLowerCase() !== kind.replace(" ", "").toLowerCase()
  return isOwn ? `${kind} · ${row.class_name}` : kind
}

function NoObjects({ entity, project, kind }: ObjectsPageProps & { kind: ObjectKind | null }) {
  const of = KINDS.find(({ value }) => value === kind)
  return (
    <EmptyState
      icon="tag"
      title={of ? `No ${of.label.toLowerCase()} yet` : "No objects yet"}
      text="Prompts, models, scorers, data sets and the code of traced functions that Weave's clients publish are kept here, each with all its versions."
      snippet={publishLines(window.location.origin, entity, project)}
    />
  )
}
