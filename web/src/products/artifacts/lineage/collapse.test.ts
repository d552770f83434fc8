import { expect, test } from "vitest"
import type { Lineage, LineageNode } from "@/api/artifacts"
import { clusterName, collapse, nodeFits, nodeName } from "./collapse"

const place = { entity: "e", project: "p", level: 0, hidden_count: 0, created_at: "2030-01-01T00:00:00Z" }
const run = (id: string, cluster: number | null): LineageNode => ({
  ...place,
  kind: "run",
  node_id: id,
  cluster,
  run_id: id,
  display_name: `train ${id}`,
  state: "finished",
  job_type: "train",
})
const version = (id: string, cluster: number | null): LineageNode => ({
  ...place,
  kind: "version",
  node_id: id,
  cluster,
  collection: id,
  type: "model",
  version: "v0",
  aliases: ["best"],
  size_bytes: 1,
  file_count: 1,
  ref: "",
  registries: [],
})

const numbers = [0, 1, 2, 3, 4]
const graph: Lineage = {
  start: "data",
  nodes: [version("data", null), ...numbers.map((n) => run(`r${n}`, 0)), ...numbers.map((n) => version(`m${n}`, 1))],
  edges: numbers.flatMap((n) => [
    { source: "data", target: `r${n}` },
    { source: `r${n}`, target: `m${n}` },
  ]),
  truncated: false,
}
const none = new Set<never>()

test("clusters are one node each, and so are the links between them", () => {
  const { drawn, links } = collapse(graph, none, none)
  expect(drawn.map((one) => one.drawnId)).toEqual(["data", "cluster:0", "cluster:1"])
  expect(links).toEqual([
    { source: "data", target: "cluster:0" },
    { source: "cluster:0", target: "cluster:1" },
  ])
})

test("a picked member stands beside the rest of its cluster", () => {
  const { drawn, links } = collapse(graph, none, new Set(["r2"]))
  const cluster = drawn.find((one) => one.drawnId === "cluster:0")
  expect(cluster && "members" in cluster && cluster.members.length).toBe(4)
  expect(links).toContainEqual({ source: "r2", target: "cluster:1" })
})

test("an open cluster is its members", () => {
  expect(collapse(graph, new Set([0]), none).drawn).toHaveLength(7)
})

test("a search in a cluster looks at names and aliases", () => {
  expect(nodeFits(version("m1", 1), "M1 best")).toBe(true)
  expect(nodeFits(run("r1", 0), "train finished")).toBe(true)
  expect(nodeFits(run("r1", 0), "best")).toBe(false)
})

test("spans are one node, however many there are", () => {
  const spans = (id: string, alias: string): LineageNode => ({
    ...{ entity: "e", project: "serving", level: 2, hidden_count: 0, cluster: 9, kind: "spans" },
    ...{
      node_id: id,
      spans: 1_000_000,
      errors: 3,
      last_at: 0,
      refs: ["runlake:///e/p/artifact/bot:v1"],
      alias,
      since: 0,
    },
  })
  const members = [spans("a", ""), spans("b", "production")]
  expect(nodeName(members[0])).toBe("1,000,000 spans")
  expect(clusterName(members)).toBe("2,000,000 spans")
  expect(members.filter((node) => nodeFits(node, "serving PRODUCTION"))).toEqual([members[1]])
})
