import { expect, test } from "vitest"
import { countLeaves, treeRows } from "./jsonTree"

const config = {
  lr: 0.01,
  model: { name: "resnet18", layers: [64, 128], head: { dropout: 0.1 } },
  data: { workers: 8 },
}
const paths = (search = "", open = true) => treeRows(config, () => open, search).map((row) => row.path)

test("an open tree lists every branch and leaf in order", () => {
  expect(paths()).toEqual([
    "lr",
    "model",
    "model.name",
    "model.layers",
    "model.head",
    "model.head.dropout",
    "data",
    "data.workers",
  ])
})

test("closed branches hide what is below", () => {
  expect(paths("", false)).toEqual(["lr", "model", "data"])
})

test("a search finds paths and values and keeps the ancestors", () => {
  expect(paths("dropout", false)).toEqual(["model", "model.head", "model.head.dropout"])
  expect(paths("resnet", false)).toEqual(["model", "model.name"])
  expect(paths("nothing like it")).toEqual([])
})

test("a branch that fits by its name shows what is below it", () => {
  expect(paths("data")).toEqual(["data", "data.workers"])
})

test("short lists of plain values count as one leaf", () => {
  expect(countLeaves(config)).toBe(5)
})
