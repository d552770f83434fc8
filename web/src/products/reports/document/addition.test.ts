import { expect, test } from "vitest"
import type { JsonObject } from "@/api"
import type { PanelView } from "@/products/metrics/board/viewOf"
import { readView } from "@/products/metrics/view"
import { type PanelRuns, runSetOf, withPanelAdded } from "./addition"
import { documentPanelOf } from "./boardPanels"
import everyBlock from "./everyBlock.json"
import { readLineView } from "./lineView"
import { readRunSet } from "./runSets"

const runs: PanelRuns = {
  entity: "e",
  project: "p",
  search: "",
  filter: { field: "config.lr", op: "gt", value: 0.1 },
  sort: [{ field: "summary.loss", descending: false }],
  group: ["config.opt"],
  only: null,
  shown: ["a", "b"],
}
const view = { ...readView({ "c.x": "time", "c.smooth": "ema:0.6", "c.log": "y" }, "c."), yRange: null } as PanelView
const line = documentPanelOf({ kind: "line", fields: ["loss"], title: "Loss" }, view)

test("a line is added as it looks on the canvas", () => {
  expect(line?.viewType).toBe("Run History Line Plot")
  const read = readLineView(line?.config ?? {})
  expect(read).toMatchObject({ title: "Loss", metrics: ["loss"], axis: { kind: "time" }, logY: true })
  expect(read.smoothing).toEqual({ kind: "ema", amount: 0.6 })
})

test("the run set holds the runs of the table", () => {
  const home = { entity: "e", project: "p" }
  const { filter, sort, group, chosen } = readRunSet(runSetOf(runs), home)
  expect({ filter, sort, group, chosen }).toEqual({
    filter: runs.filter,
    sort: runs.sort,
    group: runs.group,
    chosen: null,
  })
  const unsaid = { ...runs, filter: { not: { field: "tags", op: "eq" as const, value: "old" } } }
  expect(readRunSet(runSetOf(unsaid), home).chosen).toEqual({ field: "name", op: "in", value: ["a", "b"] })
  expect(readRunSet(runSetOf({ ...runs, only: ["b"] }), home).chosen).toEqual({ field: "name", op: "in", value: ["b"] })
})

test("what is in the report stays, and panels of the same runs come together", () => {
  const before = JSON.stringify(everyBlock)
  const once = JSON.parse(withPanelAdded(before, runs, line!)) as { blocks: JsonObject[] }
  expect(once.blocks.slice(0, -1)).toEqual(everyBlock.blocks)
  const twice = JSON.parse(withPanelAdded(JSON.stringify(once), runs, line!)) as { blocks: JsonObject[] }
  expect(twice.blocks).toHaveLength(once.blocks.length)
  expect(JSON.stringify(twice.blocks.at(-1)).match(/Run History Line Plot/g)).toHaveLength(2)
  const other = withPanelAdded(JSON.stringify(once), { ...runs, group: [] }, line!)
  expect((JSON.parse(other) as { blocks: JsonObject[] }).blocks).toHaveLength(once.blocks.length + 1)
})
