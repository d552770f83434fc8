import { expect, test } from "vitest"
import type { Envelope } from "./envelope"
import { countNonPositive, linesOf } from "./lines"
import { innerExtent, shownX, withMargin, xExtent, yExtent } from "./ranges"
import { readLines } from "./reading"
import { nearestIndex, valueAt } from "./search"
import { NO_SMOOTHING } from "./smoothing"

function series(runId: string, x: number[], mean: number[], exact = true) {
  const column = Float64Array.from(mean)
  const envelope: Envelope = {
    runId,
    metric: "loss",
    x: Float64Array.from(x),
    mean: column,
    low: column.map((value) => value - 1),
    high: column.map((value) => value + 1),
    count: column.map(() => 1),
    exact,
    points: x.length,
    lastLine: 0,
    nan: [],
    posInf: [],
    negInf: [],
  }
  return { envelope, label: runId, colour: "#000000" }
}

const plain = (...all: ReturnType<typeof series>[]) => linesOf(all, NO_SMOOTHING)

test("bands where a bucket has an extent; the raw line beside a smoothed one where there is no band", () => {
  const [exact, bucketed] = plain(series("a", [0, 1], [5, 6]), series("b", [0, 1], [5, 6], false))
  expect([exact.raw, exact.band]).toEqual([null, null])
  expect([...(bucketed.band?.high ?? [])]).toEqual([6, 7])
  const both = [series("a", [0, 1], [5, 6]), series("b", [0, 1], [5, 6], false)]
  const [smoothed, smoothedBand] = linesOf(both, { kind: "ema", amount: 0.5 })
  expect([...(smoothed.raw ?? [])]).toEqual([5, 6])
  expect(smoothedBand.raw).toBeNull()
})

test("a column that did not change is not smoothed again", () => {
  const smoothing = { kind: "ema", amount: 0.5 } as const
  const one = series("a", [0, 1], [5, 6])
  expect(linesOf([one], smoothing)[0].y).toBe(linesOf([one], smoothing)[0].y)
})

test("a logarithmic axis has no place for what is not positive", () => {
  const lines = plain(series("a", [-1, 0, 3, 4], [-1, 0, 3, 30]))
  expect(yExtent(lines, [-1, 4], true)).toEqual([3, 30])
  expect(xExtent(lines, true)).toEqual([3, 4])
  expect(countNonPositive(lines.map((line) => line.envelope))).toBe(2)
})

test("the range of y is that of the shown x, bands included", () => {
  const lines = plain(series("a", [0, 1, 2, 3], [100, 1, 2, -100], false))
  expect(yExtent(lines, [1, 2], false)).toEqual([0, 3])
  expect(yExtent(lines, [10, 20], false)).toBeNull()
})

test("ranges are never empty", () => {
  expect(withMargin([3, 3], false)[0]).toBeLessThan(3)
  expect(withMargin([0, 0], false)).toEqual([-1, 1])
  expect(withMargin([10, 10], true)).toEqual([5, 20])
  expect(shownX([7, 7], false)).toEqual([6, 8])
  expect(shownX(null, true)).toEqual([1, 10])
})

test("outliers leave the inner range, a few values are all inner", () => {
  const values = Array.from({ length: 100 }, (_, index) => index / 100)
  values[50] = 1e9
  const lines = plain(
    series(
      "a",
      values.map((_, index) => index),
      values,
    ),
  )
  expect(innerExtent(lines, [0, 99], false)?.[1]).toBeLessThan(2)
  expect(innerExtent(lines, [0, 9], false)).toBeNull()
})

test("the tooltip names the nearest line first, each with the value of its own nearest point", () => {
  const lines = plain(series("a", [0, 2], [5, 6]), series("b", [1], [100]), series("c", [], []))
  const readings = readLines(lines, 1.2, 95, (value) => value)
  expect(readings.map(({ line, value }) => [line.label, value])).toEqual([
    ["b", 100],
    ["a", 6],
  ])
  expect(readings[1].distance).toBeCloseTo(95 - 5.6)
})

test("gaps are passed over on the way to the nearest point", () => {
  const x = Float64Array.of(0, 1, 2, 3)
  const y = Float64Array.of(5, Number.NaN, Number.NaN, 7)
  expect([nearestIndex(x, y, 1), nearestIndex(x, y, 2), nearestIndex(x, y, 99)]).toEqual([0, 3, 3])
  expect(nearestIndex(x, y.fill(Number.NaN), 1)).toBe(-1)
})

test("between two points the line is where it is drawn", () => {
  const x = Float64Array.of(0, 10)
  const y = Float64Array.of(1, 3)
  expect(valueAt(x, y, 5)).toBe(2)
  expect(valueAt(x, y, 10)).toBe(3)
  expect(valueAt(x, y, -1)).toBeNaN()
  expect(valueAt(x, y, 11)).toBeNaN()
})
