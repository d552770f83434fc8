import { expect, test } from "vitest"
import type { EvaluationRow } from "@/api/objects"
import { boardColumns, boardRows, sortedBy } from "./leaderboard"

const EASY = "weave:///e/p/object/easy:1"

const column = (scorer_name: string, summary_metric_path: string, should_minimize: boolean | null = null) => ({
  evaluation_object_ref: EASY,
  scorer_name,
  summary_metric_path,
  should_minimize,
})
const pass = (call_id: string, model: string, summary: unknown, evaluation = EASY) =>
  ({ call_id, model, summary, evaluation }) as EvaluationRow

const columns = boardColumns({
  columns: [column("exact", "right.true_fraction"), column("model_latency", "mean", true)],
})
const scored = (share: number, latency: number) => ({
  exact: { right: { true_fraction: share } },
  model_latency: { mean: latency },
})

test("columns say what they are about", () => {
  expect(columns.map(({ label, isShare }) => [label, isShare])).toEqual([
    ["easy · exact.right", true],
    ["easy · model_latency ↓", false],
  ])
  expect(boardColumns({ columns: "odd" })).toEqual([])
})

test("a model stands with its newest pass, the best first, and the best of each column is marked", () => {
  const rows = boardRows(columns, [
    pass("3", "slow", scored(0.9, 4)),
    pass("2", "quick", scored(0.5, 1)),
    pass("1", "slow", scored(0.1, 9)),
    pass("0", "elsewhere", scored(1, 0), "weave:///e/p/object/hard:1"),
    pass("x", "runs", null),
  ])
  expect(
    rows.map(({ model, cells }) => [model, ...[...cells.values()].map((cell) => [cell.call, cell.isBest])]),
  ).toEqual([
    ["slow", ["3", true], ["3", false]],
    ["quick", ["2", false], ["2", true]],
  ])
  expect(sortedBy(rows, columns[1], false).map(({ model }) => model)).toEqual(["quick", "slow"])
})

test("a model without a value is last either way", () => {
  const rows = boardRows(columns, [
    pass("1", "none", { model_latency: { mean: 1 } }),
    pass("2", "some", scored(0.2, 3)),
  ])
  const order = (descending: boolean) => sortedBy(rows, columns[0], descending).map(({ model }) => model)
  expect([order(true), order(false)]).toEqual([
    ["some", "none"],
    ["some", "none"],
  ])
})
