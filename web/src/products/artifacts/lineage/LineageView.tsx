import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import type { Lineage, LineageNode, LineageQuery, VersionNode } from "@/api/artifacts"
import { LineageGraph, type NodeLook } from "@/charts/lineage"
import { plural } from "@/lib/format"
import { readList, readNumber, writeList } from "@/lib/urlState"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { StateDot } from "@/ui/StateDot"
import { useUrlState } from "@/ui/useUrlState"
import { clusterName, collapse, type Drawn, nodeName } from "./collapse"
import { NodePeek } from "./NodePeek"

interface LineageViewProps {
  /** Names the graph in the cache. */
  queryKey: readonly unknown[]
  read: (query: LineageQuery, signal: AbortSignal) => Promise<Lineage>
  /** Lines that give the start a lineage, when it has none. */
  snippet: string
  hint: string
}

const DEPTHS = ["1", "2", "4", "6", "8", "12"] as const

/** A lineage graph with its drawer. In the address: `depth`, `generated`, `open`, `pick`, `peek`. */
export function LineageView({ queryKey, read, snippet, hint }: LineageViewProps) {
  const [url, change] = useUrlState()
  const depth = readNumber(url.depth, 4)
  const generated = url.generated === "1"
  const found = useQuery({
    queryKey: [...queryKey, "lineage", depth, generated],
    queryFn: ({ signal }) => read({ depth, generated }, signal),
  })
  const { drawn, looks, links } = useDrawn(found.data, url.open, url.pick)
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const graph = found.data
  const peeked = drawn.find((one) => one.drawnId === url.peek) ?? aloneIn(graph, url.peek)
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-surface px-4">
        <span className="num text-ink-2">{countText(graph)}</span>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is inside */}
        <label className="flex items-center gap-1.5 text-ink-2 text-sm">
          Steps
          <Select
            label="Steps each way"
            size="sm"
            value={String(depth) as (typeof DEPTHS)[number]}
            options={DEPTHS.map((value) => ({ value, label: value }))}
            onChange={(value) => change({ depth: value === "4" ? null : value })}
          />
        </label>
        <label className="flex items-center gap-1.5 text-ink-2 text-sm">
          <input
            type="checkbox"
            className="accent-accent"
            checked={generated}
            onChange={(event) => change({ generated: event.target.checked ? "1" : null })}
          />
          Jobs and tables that clients log by themselves
        </label>
        {graph.truncated && (
          <span className="text-sm text-warn" title="The numbers at the nodes say how many neighbours are left out.">
            cut at its rim
          </span>
        )}
      </div>
      <div className="relative min-h-0 flex-1">
        {graph.nodes.length === 1 && !graph.truncated ? (
          <EmptyState icon="graph" title="No lineage yet" text={hint} snippet={snippet} />
        ) : (
          <LineageGraph
            label="Lineage"
            nodes={looks}
            links={links}
            start={graph.start}
            chosen={url.peek ?? null}
            onChoose={(peek) => change({ peek }, { push: !url.peek })}
          />
        )}
      </div>
      {peeked && (
        <NodePeek
          drawn={peeked}
          all={drawn}
          onPeek={(peek) => change({ peek }, { push: false })}
          onPick={(nodeId) => change({ pick: writeList([...new Set([...readList(url.pick), nodeId])]), peek: nodeId })}
          onOpen={(cluster) => change({ open: writeList([...readList(url.open), String(cluster)]), peek: null })}
        />
      )}
    </div>
  )
}

function useDrawn(graph: Lineage | undefined, openText: string | undefined, pickText: string | undefined) {
  return useMemo(() => {
    if (!graph) return { drawn: [], looks: [], links: [] }
    const { drawn, links } = collapse(graph, new Set(readList(openText).map(Number)), new Set(readList(pickText)))
    return { drawn, links, looks: drawn.map(lookOf) }
  }, [graph, openText, pickText])
}

/** A member of a closed cluster can be looked at as well. */
function aloneIn(graph: Lineage, nodeId: string | undefined): Drawn | null {
  const node = graph.nodes.find((one) => one.node_id === nodeId)
  return node ? { drawnId: node.node_id, node } : null
}

function countText(graph: Lineage): string {
  const count = (kind: LineageNode["kind"]) => graph.nodes.filter((node) => node.kind === kind).length
  const spans = graph.nodes.reduce((sum, node) => sum + (node.kind === "spans" ? node.spans : 0), 0)
  const parts = [plural(count("version"), "artifact"), plural(count("run"), "run")]
  return [...parts, ...(spans ? [plural(spans, "span")] : [])].join(" · ")
}

const ICONS = { run: "chart", version: "artifact", spans: "trace" } as const

function lookOf(drawn: Drawn): NodeLook {
  if ("members" in drawn) {
    const [first] = drawn.members
    return {
      nodeId: drawn.drawnId,
      shape: "cluster",
      title: clusterName(drawn.members),
      caption: first.kind === "spans" ? "used these" : nameSome(drawn.members),
      mark: <Icon name={ICONS[first.kind]} size={16} className="text-ink-3" />,
      hiddenCount: drawn.members.reduce((sum, node) => sum + node.hidden_count, 0),
    }
  }
  const { node } = drawn
  return {
    nodeId: drawn.drawnId,
    shape: node.kind,
    title: nodeName(node),
    caption: captionOf(node),
    mark: <Mark node={node} />,
    hiddenCount: node.hidden_count,
  }
}

function captionOf(node: LineageNode): string {
  if (node.kind === "spans") return `${node.alias ? `as ${node.alias}` : "used it"} · ${node.project}`
  return node.kind === "run" ? `run${node.job_type ? ` · ${node.job_type}` : ""}` : versionCaption(node)
}

function Mark({ node }: { node: LineageNode }) {
  if (node.kind === "run") return <StateDot state={node.state} />
  if (node.kind === "version") return <VersionMark node={node} />
  return <Icon name="trace" size={16} className={node.errors > 0 ? "text-danger" : "text-ink-3"} />
}

/** What lies on a shelf of a registry is told from what was only logged. */
function VersionMark({ node }: { node: VersionNode }) {
  const shelved = node.registries.length > 0
  return <Icon name={shelved ? "shelf" : "artifact"} size={16} className={shelved ? "text-accent" : "text-ink-3"} />
}

/** The names that it has in registries say more than those of its own collection. */
function versionCaption(node: VersionNode): string {
  const named = (aliases: readonly string[]) => aliases.filter((alias) => alias !== "latest")
  const shelved = node.registries.flatMap((shelf) => named(shelf.aliases))
  const aliases = [...new Set([...shelved, ...named(node.aliases)])]
  return [node.type, ...(aliases.length > 0 ? aliases : node.aliases)].join(" · ")
}

const nameSome = (members: readonly LineageNode[]) => `${members.slice(0, 2).map(nodeName).join(", ")}, …`
