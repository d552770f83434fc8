import type { Lineage, LineageNode } from "@/api/artifacts"
import type { GraphLink } from "@/charts/lineage"
import { plural } from "@/lib/format"

/** A node as it is drawn: one of the graph, or several siblings as one. */
export type Drawn =
  | { drawnId: string; node: LineageNode }
  | { drawnId: string; cluster: number; members: LineageNode[] }

export interface DrawnGraph {
  drawn: Drawn[]
  links: GraphLink[]
}

export const clusterId = (cluster: number): string => `cluster:${cluster}`

/**
 * The graph with clusters drawn as one node each; members that are picked, and all members of an open cluster, stand for
 * themselves. A link between clusters is drawn once.
 */
export function collapse(graph: Lineage, open: ReadonlySet<number>, picked: ReadonlySet<string>): DrawnGraph {
  const drawnAs = new Map<string, string>()
  const members = new Map<number, LineageNode[]>()
  const drawn: Drawn[] = []
  for (const node of graph.nodes) {
    const alone = node.cluster === null || open.has(node.cluster) || picked.has(node.node_id)
    if (alone) {
      drawnAs.set(node.node_id, node.node_id)
      drawn.push({ drawnId: node.node_id, node })
      continue
    }
    const cluster = node.cluster as number
    drawnAs.set(node.node_id, clusterId(cluster))
    const list = members.get(cluster)
    if (list) list.push(node)
    else {
      const first = [node]
      members.set(cluster, first)
      drawn.push({ drawnId: clusterId(cluster), cluster, members: first })
    }
  }
  const links = new Map<string, GraphLink>()
  for (const edge of graph.edges) {
    const [source, target] = [drawnAs.get(edge.source), drawnAs.get(edge.target)]
    if (source && target && source !== target) links.set(`${source}>${target}`, { source, target })
  }
  return { drawn, links: [...links.values()] }
}

/** "6 runs", "12 model artifacts", "1,000,000 spans". */
export function clusterName(members: readonly LineageNode[]): string {
  const [first] = members
  if (first.kind === "spans") return plural(sumOf(members), "span")
  return `${members.length} ${first.kind === "run" ? "runs" : `${first.type} artifacts`}`
}

const sumOf = (members: readonly LineageNode[]) =>
  members.reduce((sum, node) => sum + (node.kind === "spans" ? node.spans : 0), 0)

/** What a node is called. */
export function nodeName(node: LineageNode): string {
  if (node.kind === "spans") return plural(node.spans, "span")
  return node.kind === "run" ? node.display_name : `${node.collection}:${node.version}`
}

/** When a node was made, or had something new. */
export const timeOf = (node: LineageNode): string =>
  node.kind === "spans" ? new Date(node.last_at).toISOString() : node.created_at

/** Words that a search in a cluster looks at. */
export function nodeFits(node: LineageNode, search: string): boolean {
  const text = [nodeName(node), ...moreOf(node)].join(" ").toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function moreOf(node: LineageNode): string[] {
  if (node.kind === "spans") return [node.project, node.alias, ...node.refs]
  return node.kind === "run" ? [node.run_id, node.state, node.job_type ?? ""] : node.aliases
}
