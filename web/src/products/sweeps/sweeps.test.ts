import { expect, test } from "vitest"
import { describeParameter } from "./ConfigTab"
import { parameter, sweepRow } from "./fixture"
import { describeCorrelation } from "./ImportancePanel"
import { indentAfter } from "./NewSweepDialog"
import { describeProgress } from "./SweepProgress"
import { matchSweeps } from "./SweepTable"
import { withSweep } from "./useSweeps"

test("the list takes in what the live stream brings", () => {
  const [one, two] = [sweepRow(), sweepRow({ sweep_id: "s2" })]
  const done = sweepRow({ state: "finished" })
  expect(withSweep([one, two], done, false)).toEqual([done, two])
  expect(withSweep([one], two, false)).toEqual([two, one])
  expect(withSweep([one, two], one, true)).toEqual([two])
})

test("a sweep is found by every word of what its row says", () => {
  const rows = [sweepRow({ display_name: "Big model" }), sweepRow({ sweep_id: "s2", method: "grid", metric: null })]
  expect(matchSweeps(rows, "GRID s2")).toEqual([rows[1]])
  expect(matchSweeps(rows, "val/loss big")).toEqual([rows[0]])
  expect(matchSweeps(rows, "  ")).toEqual(rows)
  expect(matchSweeps(rows, "nothing")).toEqual([])
})

test("progress is told with and without an end", () => {
  expect(describeProgress(sweepRow())).toBe("3 of 10 runs, 1 of them running")
  expect(describeProgress(sweepRow({ expected_runs: null, running_count: 0 }))).toBe("3 runs")
})

test("what is tried reads as words", () => {
  expect(describeParameter(parameter("x", { values: ["adam", true], min: null, max: null }))).toBe("one of adam, true")
  expect(describeParameter(parameter("x", { values: [1], min: null, max: null }))).toBe("always 1")
  expect(describeParameter(parameter("x", { distribution: "int_uniform", min: 2, max: 8 }))).toBe("2 to 8, int uniform")
  expect(describeParameter(parameter("x", { distribution: "normal", min: null, max: null }))).toBe("normal")
})

test("the sign of a correlation is told by what it means for the goal", () => {
  expect(describeCorrelation(0.4, true)).toContain("worse")
  expect(describeCorrelation(-0.4, true)).toContain("better")
  expect(describeCorrelation(0.4, false)).toContain("better")
  expect(describeCorrelation(null, true)).toContain("category")
})

test("a new line of the configuration begins where it belongs", () => {
  expect(indentAfter("parameters:")).toBe("  ")
  expect(indentAfter("parameters:\n  lr:")).toBe("    ")
  expect(indentAfter("parameters:\n  lr:\n    min: 1")).toBe("    ")
  expect(indentAfter("method: grid")).toBe("")
})
