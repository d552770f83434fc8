import { expect, test } from "vitest"
import type { Json, RunRow, SweepParameter } from "@/api"
import { axesOf, numbersOf, truthOf } from "./runColumns"

const LOSS = "summary.val/loss"
const runs = [
  runRow("a", { "config.lr": 0.001, "config.opt": "b", [LOSS]: 0.5, "config.width": 8 }),
  runRow("b", { "config.lr": 0.01, "config.opt": "a", [LOSS]: "NaN", "config.width": 16 }),
  runRow("c", { "config.lr": 0.1, "config.opt": "c", "config.width": null }),
  runRow("d", { [LOSS]: "-Infinity", "config.width": "wide" }),
]
const lr = { kind: "number", distribution: "log_uniform_values", min: 1e-5, max: 0.1, values: null, log: true } as const
const opt = {
  kind: "category",
  distribution: "categorical",
  min: null,
  max: null,
  values: ["a", "b"],
  log: false,
} as const
const parameters: SweepParameter[] = [
  { path: "config.lr", ...lr },
  { path: "config.opt", ...opt, values: [...opt.values] },
]

function runRow(run_id: string, fields: Record<string, Json>): RunRow {
  return { run_id, fields } as RunRow
}

test("axes are what the sweep says its parameters are", () => {
  const [lr, opt] = axesOf(runs, parameters, { axes: ["config.lr", "config.opt"], log: new Set(["config.lr"]) })
  expect(lr).toMatchObject({ kind: "number", log: true, label: "lr", missing: 1 })
  expect(lr.low).toBeLessThanOrEqual(1e-5)
  expect(opt.categories).toEqual(["a", "b", "c"])
})

test("other fields are numbers when all of their values are", () => {
  const view = { axes: ["config.width", LOSS], log: new Set<string>() }
  expect(axesOf(runs.slice(0, 3), parameters, view).map(({ kind }) => kind)).toEqual(["number", "number"])
  expect(axesOf(runs, parameters, view)[0].kind).toBe("category")
})

test("what is no finite number is told, not hidden", () => {
  expect(numbersOf(runs, LOSS)).toEqual([0.5, Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY])
  expect(truthOf(runs, LOSS)).toEqual(["1 NaN", "1 ±Inf", "1 without val/loss"])
  expect(truthOf(runs.slice(0, 1), LOSS)).toEqual([])
})
