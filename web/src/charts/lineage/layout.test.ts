import { expect, test } from "vitest"
import { layoutGraph, linkPath, NODE_HEIGHT, NODE_WIDTH } from "./layout"

const link = (source: string, target: string) => ({ source, target })

test("a link always leads to the right", () => {
  const links = [link("data", "train"), link("train", "model"), link("model", "evaluate"), link("data", "evaluate")]
  const { places, links: placed } = layoutGraph(["model", "data", "evaluate", "train"], links)
  for (const { source, target } of links) expect(places.get(source)!.x).toBeLessThan(places.get(target)!.x)
  const long = placed.find((one) => one.source === "data" && one.target === "evaluate")!
  expect(long.points).toHaveLength(6) // through a lane in each of the two columns between
})

test("nodes of a column do not overlap", () => {
  const ids = ["root", ...Array.from({ length: 12 }, (_, place) => `leaf-${place}`)]
  const { places, height } = layoutGraph(
    ids,
    ids.slice(1).map((id) => link("root", id)),
  )
  const tops = ids
    .slice(1)
    .map((id) => places.get(id)!.y)
    .sort((one, other) => one - other)
  for (let at = 1; at < tops.length; at++) expect(tops[at] - tops[at - 1]).toBeGreaterThanOrEqual(NODE_HEIGHT)
  expect(tops[0]).toBeGreaterThanOrEqual(0)
  expect(height).toBeGreaterThanOrEqual(tops[11] + NODE_HEIGHT)
})

test("parallel chains do not cross", () => {
  const ids = ["a1", "b1", "b2", "a2", "a3", "b3"]
  const { places } = layoutGraph(ids, [link("a1", "a2"), link("a2", "a3"), link("b1", "b2"), link("b2", "b3")])
  const above = (one: string, other: string) => places.get(one)!.y < places.get(other)!.y
  expect(above("a2", "b2")).toBe(above("a1", "b1"))
  expect(above("a3", "b3")).toBe(above("a1", "b1"))
})

test("a circle is drawn, without the link that closes it", () => {
  const { places, links } = layoutGraph(["run", "version"], [link("run", "version"), link("version", "run")])
  expect(places.size).toBe(2)
  expect(links).toHaveLength(1)
})

test("links to nodes that are not there are left out", () => {
  expect(layoutGraph(["a"], [link("a", "gone")]).links).toEqual([])
  expect(layoutGraph([], []).places.size).toBe(0)
})

test("a line begins at the first point and ends at the last", () => {
  const path = linkPath([
    { x: NODE_WIDTH, y: 0 },
    { x: 300, y: 40 },
  ])
  expect(path).toBe("M216 0 C258 0 258 40 300 40")
})
