import { expect, test } from "vitest"
import { numbersOf, parseCsv } from "./csv"

test("quotes, separators and line ends", () => {
  expect(parseCsv('a,b\r\n"x, ""y""\nz",2\n\n3', ",", 100)).toEqual([["a", "b"], ['x, "y"\nz', "2"], ["3"]])
  expect(parseCsv("a\tb,c\n", "\t", 100)).toEqual([["a", "b,c"]])
  expect(parseCsv("", ",", 100)).toEqual([])
})

test("no more rows than asked for", () => {
  expect(parseCsv("1\n2\n3\n4", ",", 2)).toEqual([["1"], ["2"]])
})

test("a column of numbers", () => {
  const rows = [
    ["1", "a"],
    ["", "2"],
    ["-2.5", ""],
  ]
  expect(numbersOf(rows, 0)).toEqual([1, -2.5])
  expect(numbersOf(rows, 1)).toBeNull()
  expect(numbersOf(rows, 2)).toBeNull()
})
