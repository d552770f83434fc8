import { expect, test } from "vitest"
import type { Json } from "@/api"
import { indexAt } from "./MediaPanel"
import { compareCells, readTable } from "./table"

test("a logged table has columns and rows", () => {
  expect(readTable({ columns: ["a", 1], data: [[1, 2]] })).toEqual({ columns: ["a", "1"], rows: [[1, 2]] })
  expect(() => readTable({ columns: [] })).toThrow("not a logged table")
})

test("cells sort by value, absent ones last", () => {
  const cells: Json[] = [null, "b10", 3, "NaN", "b9", -1, true]
  expect([...cells].sort(compareCells)).toEqual([-1, 3, true, "b9", "b10", null, "NaN"])
})

test("the value shown is the last one at or before the step", () => {
  const values = [{ step: 0 }, { step: 10 }, { step: 20 }]
  expect(indexAt(values, null)).toBe(2)
  expect(indexAt(values, 15)).toBe(1)
  expect(indexAt(values, 20)).toBe(2)
  expect(indexAt(values, -1)).toBe(-1)
})
