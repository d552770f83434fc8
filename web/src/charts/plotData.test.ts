import { expect, test } from "vitest"
import type { Envelope } from "./envelope"
import { innerRange, plotData } from "./plotData"
import { NO_SMOOTHING } from "./smoothing"
import { rowsAt } from "./tooltip"

function series(runId: string, x: number[], mean: number[], exact = true) {
  const column = Float64Array.from(mean)
  const envelope = {
    runId, metric: "loss", x: Float64Array.from(x), mean: column, low: column.map((value) => value - 1), high: column.map((value) => value + 1),
    count: column.map(() => 1), exact, points: x.length, lastLine: 0, nan: [], posInf: [], negInf: [],
  } satisfies Envelope // biome-ignore format: columns side by side
  return { envelope, label: runId, colour: "#000000" }
}

test("series of the same x are laid side by side", () => {
  const { data, columns } = plotData(
    [series("a", [0, 1], [5, 6]), series("b", [0, 1], [7, Number.NaN])],
    NO_SMOOTHING,
    false,
  )
  expect(data).toEqual([
    [0, 1],
    [5, 6],
    [7, null],
  ])
  expect(columns.map((column) => column.role)).toEqual(["mean", "mean"])
})

test("series of different x are joined: a missing place is no gap", () => {
  const { data } = plotData([series("a", [0, 2], [5, 6]), series("b", [1, 2], [7, Number.NaN])], NO_SMOOTHING, false)
  expect(data[0]).toEqual([0, 1, 2])
  expect(data[1]).toEqual([5, undefined, 6])
  expect(data[2]).toEqual([undefined, 7, null])
})

test("bands only where a bucket has an extent, and the raw line beside a smoothed one", () => {
  const bucketed = [series("a", [0, 1], [5, 6], false)]
  expect(plotData(bucketed, NO_SMOOTHING, false).columns.map((column) => column.role)).toEqual(["low", "high", "mean"])
  expect(plotData(bucketed, { kind: "ema", amount: 0.5 }, false).columns.map((column) => column.role)).toEqual([
    "raw",
    "mean",
  ])
})

test("a logarithmic axis has no place for what is not positive", () => {
  expect(plotData([series("a", [0, 1, 2], [-1, 0, 3])], NO_SMOOTHING, true).data[1]).toEqual([null, null, 3])
})

test("the tooltip names the nearest series first and finds values beside the cursor", () => {
  const { data, columns } = plotData([series("a", [0, 2], [5, 6], false), series("b", [1], [100])], NO_SMOOTHING, false)
  const rows = rowsAt(data, columns, 1, 90)
  expect(rows.map((row) => [row.label, row.value])).toEqual([
    ["b", 100],
    ["a", 5],
  ])
  expect([rows[1].low, rows[1].high]).toEqual([4, 6])
})

test("outliers leave the inner range", () => {
  const values = Array.from({ length: 100 }, (_, index) => index / 100)
  values[50] = 1e9
  const range = innerRange([
    series(
      "a",
      values.map((_, index) => index),
      values,
    ),
  ])
  expect(range?.[1]).toBeLessThan(2)
})
