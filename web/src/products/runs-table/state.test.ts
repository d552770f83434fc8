import { expect, test } from "vitest"
import { patchUrl } from "@/lib/urlState"
import { DEFAULT_COLUMNS, nextSort, patchTable, readTable, serverFilter, type TableState } from "./state"

const full: TableState = {
  search: "deep",
  filter: {
    and: [
      { field: "config.lr", op: "gt", value: 0.1 },
      { field: "tags", op: "eq", value: "a b" },
    ],
  },
  sort: [
    { field: "summary.val/loss", descending: true },
    { field: "config.lr", descending: false },
  ],
  columns: ["state", "summary.val/loss"],
  group: ["config.opt", "state"],
  baseline: "r1",
}

test("what is written to the address is read back", () => {
  expect(readTable(patchUrl({}, patchTable(full)))).toEqual(full)
})

test("defaults leave nothing in the address, and every column can go", () => {
  const plain = readTable({})
  expect(plain.columns).toEqual(DEFAULT_COLUMNS)
  expect(patchUrl({}, patchTable(plain))).toEqual({})
  expect(readTable(patchUrl({}, patchTable({ columns: [] }))).columns).toEqual([])
})

test("the address is readable, and nonsense in it counts as nothing", () => {
  expect(patchTable(full)).toMatchObject({
    filter: 'config.lr > 0.1 and tags = "a b"',
    sort: "-summary.val/loss~config.lr",
  })
  expect(readTable({ filter: "lr >" }).filter).toBeNull()
})

test("the quick search is a part of the filter, taken literally", () => {
  expect(serverFilter({ search: " a.b ", filter: null })).toEqual({
    field: "display_name",
    op: "regex",
    value: "(?i)a\\.b",
  })
  expect(serverFilter({ search: "x", filter: full.filter })).toEqual({
    and: [expect.objectContaining({ field: "display_name" }), full.filter],
  })
  expect(serverFilter({ search: "", filter: full.filter })).toBe(full.filter)
})

test("a header goes through descending, ascending and none; shift keeps the others", () => {
  const down = nextSort([], "a", false)
  expect(down).toEqual([{ field: "a", descending: true }])
  expect(nextSort(down, "a", false)).toEqual([{ field: "a", descending: false }])
  expect(nextSort([{ field: "a", descending: false }], "a", false)).toEqual([])
  const two = nextSort(down, "b", true)
  expect(two.map((key) => key.field)).toEqual(["a", "b"])
  expect(nextSort(two, "a", true)[0]).toEqual({ field: "a", descending: false })
  expect(nextSort(two, "b", false)).toEqual([{ field: "b", descending: false }])
})
