import { expect, test } from "vitest"
import { describeParameter } from "./ConfigTab"
import { parameter, sweepRow } from "./fixture"
import { describeCorrelation } from "./ImportancePanel"
import { indentAfter } from "./NewSweepDialog"
import { describeProgress } from "./SweepProgress"
import { withSweep } from "./useSweeps"

test("the list takes in what the live stream brings, and keeps what the stream does not know", () => {
  const best_run = { run_id: "r1", display_name: "calm-river-1", value: 0.125 }
  const [one, two] = [sweepRow({ best_run }), sweepRow({ sweep_id: "s2" })]
  const pages = { pages: [{ sweeps: [one, two], total: 2 }], pageParams: [null] }
  const rows = (change: string) => withSweep(pages, { sweep_id: "s1", state: "finished" }, change).pages[0].sweeps
  expect(rows("updated")).toEqual([{ ...one, state: "finished" }, two])
  expect(rows("deleted")).toEqual([two])
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
