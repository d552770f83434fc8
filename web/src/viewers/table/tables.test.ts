import { expect, test } from "vitest"
import type { Json } from "@/api"
import { filterRows } from "./filterRows"
import { joinTables } from "./join"
import { compareCells, readTable } from "./readTable"

test("a logged table has columns, rows and types", () => {
  const table = readTable({ columns: ["a", 1, "c"], data: [[1, "x", null], "no row"] })
  expect(table).toEqual({ columns: ["a", "1", "c"], types: ["number", "string", ""], rows: [[1, "x", null]] })
  expect(() => readTable({ columns: [] })).toThrow("not a logged table")
})

test("the client's types win, with or without gaps in the column", () => {
  const number = { wb_type: "number" }
  const gaps = { wb_type: "union", params: { allowed_types: [{ wb_type: "none" }, { wb_type: "timestamp" }] } }
  const column_types = { wb_type: "typedDict", params: { type_map: { a: number, b: gaps } } }
  expect(readTable({ columns: ["a", "b"], data: [["x", 1]], column_types }).types).toEqual(["number", "timestamp"])
})

test("cells sort by value, absent ones last", () => {
  const cells: Json[] = [null, "b10", 3, "NaN", "b9", -1, true]
  expect([...cells].sort(compareCells)).toEqual([-1, 3, true, "b9", "b10", null, "NaN"])
})

const ROWS: Json[][] = [
  [1, "cat"],
  [2.5, "Dog"],
  [null, { _type: "image-file", caption: "a cat" }],
]
const kept = (filter: string, column: number | null = null) =>
  filterRows(ROWS, filter, column).map((row) => ROWS.indexOf(row as Json[]))

test("rows by text, by comparison and by range", () => {
  expect(kept("")).toEqual([0, 1, 2])
  expect(kept("CAT")).toEqual([0, 2])
  expect(kept("> 1", 0)).toEqual([1])
  expect(kept("<=2.5", 0)).toEqual([0, 1])
  expect(kept("1..2", 0)).toEqual([0])
  expect(kept("= dog", 1)).toEqual([1])
  expect(kept("!= cat", 1)).toEqual([1, 2])
  expect(kept("> x", 0)).toEqual([])
})

test("a join keeps what meets, and tells columns of one name apart", () => {
  const one = {
    columns: ["id", "v"],
    types: ["number", "number"],
    rows: [
      [1, 10],
      [2, 20],
    ] as Json[][],
  }
  const other = {
    columns: ["v", "key"],
    types: ["string", "number"],
    rows: [
      ["a", 1],
      ["b", 1],
      ["c", 3],
    ] as Json[][],
  }
  expect(joinTables(one, other, "id", "key")).toEqual({
    columns: ["id", "v", "v (2)"],
    types: ["number", "number", "string"],
    rows: [
      [1, 10, "a"],
      [1, 10, "b"],
    ],
  })
  expect(() => joinTables(one, other, "no", "key")).toThrow("cannot be joined")
})
