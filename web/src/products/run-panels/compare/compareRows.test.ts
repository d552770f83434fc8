import { expect, test } from "vitest"
import type { JsonObject } from "@/api"
import { compareRows } from "./compareRows"

const runs: { config: JsonObject; summary: JsonObject }[] = [
  { config: { lr: 0.1, opt: { name: "adam" }, same: 1 }, summary: { loss: 1 } },
  { config: { lr: 0.2, opt: { name: "adam" }, same: 1, extra: true }, summary: { loss: 2, image: { _type: "image" } } },
]

test("what differs comes first, a missing value differs, and nested names are joined", () => {
  const rows = compareRows(runs)
  expect(rows.map((row) => `${row.differs ? "≠" : "="} ${row.part} ${row.path}`)).toEqual([
    "≠ config extra",
    "≠ config lr",
    "≠ summary image",
    "≠ summary loss",
    "= config opt.name",
    "= config same",
  ])
  expect(rows[0].values).toEqual([undefined, true])
})

test("a value that was written in another order is the same", () => {
  const table = { _type: "table-file", path: "a", nrows: 2 }
  const other = { nrows: 2, path: "a", _type: "table-file" }
  const rows = compareRows([table, other].map((t) => ({ config: {}, summary: { t } })))
  expect(rows.map((row) => row.differs)).toEqual([false])
})

test("rows are searched by name", () => {
  expect(compareRows(runs, "OPT").map((row) => row.path)).toEqual(["opt.name"])
})
