import { expect, test } from "vitest"
import type { CustomChart, MediaKey } from "@/api"
import { indexAt, panelsOf, sectionsOf, stepsOf } from "./panels"

const keyOf = (key: string, kind = "image-file"): MediaKey => ({ key, kind, count: 2, steps: [0, 1] })
const chartOf = (key: string): CustomChart => ({
  key,
  preset: "wandb/line/v0",
  fields: {},
  strings: {},
  table: `${key}_table`,
})
const runOf = (run_id: string, keys: MediaKey[], charts: CustomChart[] = []) => ({
  run_id,
  keys,
  charts,
  class_labels: {},
})

test("one panel for a name that several runs logged; a table that feeds a chart has none", () => {
  const runs = [
    runOf("a", [keyOf("image"), keyOf("pr_table", "table-file")], [chartOf("pr")]),
    runOf("b", [keyOf("image"), keyOf("other")], [chartOf("pr")]),
  ]
  expect(panelsOf(runs).map(({ key, chart, runIds, count }) => [key, chart !== null, runIds, count])).toEqual([
    ["pr", true, ["a", "b"], 2],
    ["image", false, ["a", "b"], 4],
    ["other", false, ["b"], 2],
  ])
  expect(panelsOf(runs, " OTH").map(({ key }) => key)).toEqual(["other"])
})

test("a chart and a picture of one name are two panels", () => {
  const panels = panelsOf([runOf("a", [keyOf("pr"), keyOf("pr_table")], [chartOf("pr")])])
  expect(panels.map(({ chart }) => chart !== null)).toEqual([true, false])
})

test("sections by prefix, charts and plain names first", () => {
  const panels = panelsOf([runOf("a", [keyOf("val/x10"), keyOf("val/x9"), keyOf("zebra")], [chartOf("pr")])])
  expect(sectionsOf(panels).map(({ name, panels }) => [name, panels.map(({ key }) => key)])).toEqual([
    ["Custom charts", ["pr"]],
    ["Media", ["zebra"]],
    ["val", ["val/x9", "val/x10"]],
  ])
})

test("the value shown is the last one at or before the step", () => {
  const values = [{ step: 0 }, { step: 10 }, { step: 20 }]
  expect(indexAt(values, null)).toBe(2)
  expect(indexAt(values, 15)).toBe(1)
  expect(indexAt(values, 20)).toBe(2)
  expect(indexAt(values, -1)).toBe(-1)
  expect(stepsOf([values, [{ step: 5 }, { step: 10 }]])).toEqual([0, 5, 10, 20])
})
