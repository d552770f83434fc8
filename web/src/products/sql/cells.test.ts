import { expect, test } from "vitest"
import { cellText, cellTitle, isNumeric, isTime, sortedRows, toCsv } from "./cells"

test("types of Arrow are numbers, times or neither", () => {
  expect(["int64", "uint8", "double", "float"].every(isNumeric)).toBe(true)
  expect(["string", "list<item: int64>", "map<string, double>", "bool"].some(isNumeric)).toBe(false)
  expect(["timestamp[ms, tz=UTC]", "date32[day]"].every(isTime)).toBe(true)
})

test("a cell shows what it holds", () => {
  expect(cellText(null, "double")).toBe("")
  expect(cellTitle(null)).toBe("NULL")
  expect(cellText("-Infinity", "double")).toBe("−∞")
  expect(cellText(0.123456789, "double")).toBe("0.123457")
  expect(cellText("2026-08-01T14:03:22.250000+00:00", "timestamp[us, tz=UTC]")).toBe("2026-08-01 14:03:22.25")
  expect(cellText("2026-08-01T14:03:22+00:00", "timestamp[s]")).toBe("2026-08-01 14:03:22")
  expect(cellText("2026-08-10", "date32[day]")).toBe("2026-08-10")
  expect(cellText({ lr: "0.1" }, "map<string, string>")).toBe('{"lr":"0.1"}')
})

test("rows are sorted as their column is meant; what is missing stands last", () => {
  const rows = [[10], ["NaN"], [9], [null], ["Infinity"]]
  expect(sortedRows(rows, 0, "double", false)).toEqual([2, 0, 4, 1, 3])
  expect(sortedRows(rows, 0, "double", true)).toEqual([4, 0, 2, 1, 3])
  expect(sortedRows([["b"], ["a"], ["b"]], 0, "string", true)).toEqual([0, 2, 1])
})

test("CSV quotes what must be, and no text is a formula", () => {
  const columns = [
    { name: "a,b", type: "string" },
    { name: "n", type: "double" },
  ]
  expect(
    toCsv(columns, [
      ["=1+1", -2],
      ['say "x"', null],
    ]),
  ).toBe('"a,b",n\r\n\'=1+1,-2\r\n"say ""x""",\r\n')
})
