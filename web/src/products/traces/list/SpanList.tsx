import { type ReactNode, useState } from "react"
import type { UrlState } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { exporterLines } from "../snippets"
import { MetricsStrip } from "../strip/MetricsStrip"
import { columnsOf, narrowColumnsOf } from "./columns"
import { FacetList } from "./FacetList"
import { FollowBar } from "./FollowBar"
import { canFollow, listQuery, NARROWING, orderOf } from "./listQuery"
import { peekedOf } from "./peeking"
import { SelectionBar } from "./SelectionBar"
import { SpanTable } from "./SpanTable"
import { TracePeek } from "./TracePeek"
import { keyOf } from "./tail"
import { rangePatch } from "./timeRange"
import { useSelected } from "./useSelected"
import { useSpanList } from "./useSpanList"

interface SpanListProps {
  entity: string
  project: string
  /** Only those of a run. */
  run?: string
  /** Only spans that used one of these versions of artifacts or objects, wherever in their traces they are. */
  refs?: readonly string[]
  /** What is shown when there are none at all. */
  empty?: ReactNode
}

/** Traces or spans as the address asks for them: over time, by facets, row after row. */
export function SpanList({ entity, project, run, refs, empty }: SpanListProps) {
  const [address, change] = useUrlState()
  const url: UrlState = { ...address, ...(run !== undefined && { run }), ...(refs && { show: "spans" }) }
  const [openedAt] = useState(Date.now)
  const find = useDebounced(url.find ?? "", 250)
  const query = listQuery({ ...url, find }, openedAt, refs)
  const follows = canFollow(query)
  const list = useSpanList(entity, project, query, follows && url.live !== "off")
  const selected = useSelected(list.spans)
  const peek = (key: string | null) => change({ peek: key, tab: null }, { push: !url.peek })
  const peekFirst = () => list.spans[0] && peek(keyOf(list.spans[0]))
  useCommands([
    { group: "Traces", label: "Look at the row beside the list", keys: "Space", quiet: true, run: peekFirst },
  ])
  const narrowed = ["find", "since", "until", "range", "refs", ...NARROWING].some((name) => address[name])
  if (list.isPending) return <SkeletonRows rows={12} className="p-4" />
  if (list.error && !list.data) {
    return <ErrorState error={list.error} title="The traces could not be loaded" onRetry={() => void list.refetch()} />
  }
  if (list.spans.length === 0 && !narrowed) return empty ?? <NoTraces entity={entity} project={project} />
  const order = orderOf(url)
  const peeked = peekedOf(entity, project, url.peek)
  const more = () => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage())
  return (
    <>
      <MetricsStrip
        entity={entity}
        project={project}
        query={query}
        onRange={(range) => change(rangePatch(range), { push: true })}
      />
      <div className="flex min-h-0 flex-1">
        {!peeked && <FacetList entity={entity} project={project} query={query} url={url} onChange={change} />}
        <div className="flex min-w-0 flex-1 flex-col">
          <FollowBar follows={follows} waiting={list.waiting} url={url} onChange={change} />
          <SelectionBar entity={entity} project={project} selected={selected} />
          <SpanTable
            entity={entity}
            project={project}
            spans={list.spans}
            columns={columnsOf(url)}
            narrow={narrowColumnsOf(url)}
            order={order}
            onOrder={(next) => change({ order: next === "start" || next === order ? null : next })}
            selected={selected}
            peek={url.peek}
            onPeek={peek}
            hasMore={list.hasNextPage}
            onMore={more}
          />
        </div>
      </div>
      {peeked && <TracePeek peeked={peeked} spans={list.spans} onPeek={peek} onEnd={more} />}
    </>
  )
}

function NoTraces({ entity, project }: SpanListProps) {
  return (
    <EmptyState
      icon="trace"
      title="No traces yet"
      text="Any OpenTelemetry exporter can send spans here: GenAI conventions, OpenInference, OpenLLMetry, Langfuse, MLflow and the Vercel AI SDK are understood."
      snippet={exporterLines(window.location.origin, entity, project)}
    />
  )
}
