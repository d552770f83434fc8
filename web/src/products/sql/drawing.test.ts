import { expect, test } from "vitest"
import type { SqlAnswer } from "@/api/sql"
import { drawingOf, linesFrom, MOST_LINES } from "./drawing"

const answer = (columns: [string, string][], rows: SqlAnswer["rows"]): SqlAnswer => ({
  columns: columns.map(([name, type]) => ({ name, type })),
  rows,
  seconds: 0,
})
const curves = answer(
  [
    ["run_id", "string"],
    ["step", "int64"],
    ["loss", "double"],
  ],
  [
    ["a", 2, 0.2],
    ["a", 1, 0.1],
    ["b", 1, "NaN"],
    ["b", 2, null],
  ],
)

test("what has a step is drawn over it, a line for each run", () => {
  const drawing = drawingOf(curves, {})
  expect(drawing).toEqual({ x: 1, ys: [2], by: 0 })
  const { series } = linesFrom(curves, drawing ?? { x: 0, ys: [], by: null }, false)
  expect(series.map(({ label, envelope }) => [label, [...envelope.x], [...envelope.mean]])).toEqual([
    ["a", [1, 2], [0.1, 0.2]],
    ["b", [1], [Number.NaN]],
  ])
  expect(series[1].envelope.nan).toEqual([[1, 1]])
})

test("the address says otherwise", () => {
  expect(drawingOf(curves, { x: "loss", y: "step", by: "-" })).toEqual({ x: 2, ys: [1], by: null })
  expect(drawingOf(curves, { x: "gone", y: "gone", by: "gone" })).toEqual({ x: 1, ys: [2], by: 0 })
  expect(drawingOf(curves, { by: "step" })).toEqual({ x: 1, ys: [2], by: null })
})

test("several numbers over a time are a line each, in UTC", () => {
  const sums = answer(
    [
      ["hour", "timestamp[ns, tz=UTC]"],
      ["spans", "uint64"],
      ["errors", "uint64"],
    ],
    [
      ["2026-08-01T14:00:00", 5, 1],
      ["2026-08-01T15:00:00+00:00", 6, 0],
    ],
  )
  const drawing = drawingOf(sums, {})
  expect(drawing).toEqual({ x: 0, ys: [1, 2], by: null })
  const { series } = linesFrom(sums, drawing ?? { x: 0, ys: [], by: null }, true)
  expect(series.map(({ label, envelope }) => [label, [...envelope.x]])).toEqual([
    ["spans", [Date.UTC(2026, 7, 1, 14), Date.UTC(2026, 7, 1, 15)]],
    ["errors", [Date.UTC(2026, 7, 1, 14), Date.UTC(2026, 7, 1, 15)]],
  ])
})

test("without two numbers there is nothing to draw", () => {
  expect(drawingOf(answer([["name", "string"]], []), {})).toBeNull()
  expect(drawingOf(answer([["n", "int64"]], [[1]]), {})).toBeNull()
})

test("too many lines are counted", () => {
  const rows = Array.from({ length: 2 * (MOST_LINES + 5) }, (_, at) => [`run ${at % (MOST_LINES + 5)}`, at % 2, at])
  const many = answer(
    curves.columns.map(({ name, type }) => [name, type] as [string, string]),
    rows,
  )
  const drawing = drawingOf(many, {})
  const { series, left } = linesFrom(many, drawing ?? { x: 0, ys: [], by: null }, false)
  expect([series.length, left]).toEqual([MOST_LINES, 5])
})
