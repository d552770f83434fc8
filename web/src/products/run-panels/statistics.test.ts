import { expect, test } from "vitest"
import type { RunGroup, RunRow } from "@/api"
import type { Envelope } from "@/charts"
import { barDomain, lastOfGroups, lastOfRuns, ofHistory, shareOf, sortedByValue, summedUp } from "./statistics"

const run = (run_id: string) => ({ run_id, label: run_id, colour: "#123456" })
const runs = [run("a"), run("b"), run("c")]
const LOSS = "summary.loss"
const row = (run_id: string, fields: RunRow["fields"]) => ({ run_id, fields }) as RunRow

const envelope = (runId: string, low: number[], high: number[], mean: number[], count: number[]) =>
  ({
    runId,
    low: Float64Array.from(low),
    high: Float64Array.from(high),
    mean: Float64Array.from(mean),
    count: Float64Array.from(count),
  }) as Envelope

test("last values keep what is no finite number, and runs without the metric have no row", () => {
  const rows = [row("a", { [LOSS]: 0.5 }), row("b", { [LOSS]: "NaN" }), row("c", {})]
  expect(lastOfRuns(runs, rows, LOSS).map(({ id, value }) => [id, value])).toEqual([
    ["a", 0.5],
    ["b", Number.NaN],
  ])
})

test("groups have the mean of their runs and what these spread over", () => {
  const column = { count: 3, mean: 2, std: 1, min: 1, max: 3, present: 3, different: 3, value: null }
  const groups = [{ values: ["adam"], run_count: 3, filter: { and: [] }, columns: { [LOSS]: column } }] as RunGroup[]
  const [found] = lastOfGroups([run('["adam"]'), run('["sgd"]')], groups, LOSS)
  expect(found).toMatchObject({ value: 2, spread: { low: 1, high: 3, std: 1, count: 3 } })
})

test("least, greatest and mean are those of all points, whatever the buckets", () => {
  const one = envelope("a", [1, -2], [5, 3], [2, 0.5], [3, 1])
  const value = (statistic: "min" | "max" | "mean") => ofHistory(runs, [one], statistic)[0].value
  expect([value("min"), value("max"), value("mean")]).toEqual([-2, 5, 1.625])
  const nothing = envelope("a", [Number.NaN], [Number.NaN], [Number.NaN], [0])
  expect(ofHistory(runs, [nothing], "min")[0].value).toBeNaN()
})

test("bars are sorted by value, NaN at the end either way", () => {
  const rows = [1, Number.NaN, 3, 2].map((value, at) => ({ ...run(String(at)), id: String(at), value }))
  expect(sortedByValue(rows).map(({ id }) => id)).toEqual(["2", "3", "0", "1"])
  expect(sortedByValue(rows, true).map(({ id }) => id)).toEqual(["0", "3", "2", "1"])
})

test("bars begin at zero, on either side of it", () => {
  const rows = [-1, 3].map((value) => ({ ...run("a"), id: "a", value }))
  expect(barDomain(rows)).toEqual([-1, 3])
  expect(barDomain(rows.slice(1))).toEqual([0, 3])
  expect(shareOf(0, [-1, 3])).toBe(0.25)
  expect(shareOf(5, [0, 0])).toBe(0)
})

test("a number over several runs is their mean with its spread; without any there is none", () => {
  const rows = [1, 3, Number.NaN].map((value) => ({ ...run("a"), id: "a", value }))
  expect(summedUp(rows)).toEqual({ mean: 2, std: Math.SQRT2, low: 1, high: 3, count: 2 })
  expect(summedUp(rows.slice(0, 1))?.std).toBeNull()
  expect(summedUp([])).toBeNull()
})
