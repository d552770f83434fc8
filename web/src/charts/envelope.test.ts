import { expect, test } from "vitest"
import { appendRows, type Envelope } from "./envelope"

function envelope(x: number[], values: number[], exact: boolean, count = values.map(() => 1)): Envelope {
  const column = Float64Array.from(values)
  return {
    runId: "a", metric: "loss", x: Float64Array.from(x), mean: column, low: column, high: column,
    count: Float64Array.from(count), exact, points: count.reduce((sum, each) => sum + each, 0), lastLine: x.length - 1, nan: [], posInf: [], negInf: [],
  } // biome-ignore format: columns side by side
}

test("exact series grow point by point", () => {
  const grown = appendRows(envelope([0, 1], [5, 6], true), {
    x: [2, 3],
    value: [7, Number.NaN],
    firstLine: 2,
    lines: 2,
  })
  expect([...grown.x]).toEqual([0, 1, 2, 3])
  expect([...grown.mean]).toEqual([5, 6, 7, Number.NaN])
  expect(grown.nan).toEqual([[3, 1]])
  expect([grown.points, grown.lastLine]).toEqual([4, 3])
})

test("rows that are in already change nothing", () => {
  const before = envelope([0, 1], [5, 6], true)
  expect(appendRows(before, { x: [0, 1], value: [5, 6], firstLine: 0, lines: 2 })).toBe(before)
})

test("bucketed series fill the last bucket, then make new ones of the same width", () => {
  const before = { ...envelope([4, 14, 24], [1, 2, 3], false, [10, 10, 4]), lastLine: 23 }
  const grown = appendRows(before, { x: [25, 29, 30, 41], value: [9, -1, 5, 6], firstLine: 24, lines: 18 })
  expect([...grown.x]).toEqual([4, 14, 24, 34, 44])
  expect([...grown.high]).toEqual([1, 2, 9, 5, 6])
  expect([...grown.low]).toEqual([1, 2, -1, 5, 6])
  expect([...grown.count]).toEqual([10, 10, 6, 1, 1])
  expect(grown.mean[2]).toBeCloseTo((3 * 4 + 9 - 1) / 6)
})

test("a spike in a live row is kept", () => {
  const before = { ...envelope([0, 10], [1, 1], false, [10, 10]), lastLine: 19 }
  const grown = appendRows(before, { x: [11, 12], value: [1e6, Number.POSITIVE_INFINITY], firstLine: 20, lines: 2 })
  expect(grown.high[1]).toBe(1e6)
  expect(grown.posInf).toHaveLength(1)
})
