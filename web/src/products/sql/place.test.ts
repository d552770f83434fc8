import { expect, test } from "vitest"
import { placeOf, rangeOf } from "./place"

test("the place of a mistake is read from the message, and its word is found", () => {
  const place = placeOf("SQL: the function 'sleep' cannot be called here (line 2, column 7)")
  expect(place).toEqual({ line: 2, column: 7 })
  expect(placeOf("SQL: the answer has more rows than may be given")).toBeNull()
  const text = "SELECT\n  sleep(3)"
  const range = rangeOf(text, { line: 2, column: 7 })
  expect(range && text.slice(range.from, range.to)).toBe("sleep")
})

test("a place that the text does not have any more is none", () => {
  expect(rangeOf("SELECT 1", { line: 2, column: 1 })).toBeNull()
  expect(rangeOf("SELECT 1", { line: 1, column: 20 })).toBeNull()
  expect(rangeOf("(", { line: 1, column: 1 })).toEqual({ from: 0, to: 1 })
})
