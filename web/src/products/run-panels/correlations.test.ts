import { expect, test } from "vitest"
import { correlations } from "./correlations"

const target = [1, 2, 3, 4, Number.NaN]

test("the strongest first, whatever its sign", () => {
  const columns = { up: [1, 10, 100, 1000, 0], down: [9, 8, 7, 6, 5], mixed: [2, 1, 4, 3, 0] }
  const { parameters, runs } = correlations(columns, target)
  expect(parameters.map(({ name }) => name)).toEqual(["up", "down", "mixed"])
  expect(parameters.map(({ correlation }) => Math.round(correlation * 100))).toEqual([100, -100, 60])
  expect(runs).toBe(4)
})

test("what does not vary, or few runs have, is left out", () => {
  const columns = { constant: [1, 1, 1, 1, 1], rare: [1, Number.NaN, 2, Number.NaN, 3] }
  expect(correlations(columns, target).parameters).toEqual([])
})

test("equal values share a rank", () => {
  const [{ correlation }] = correlations({ half: [0, 0, 1, 1, 1] }, target).parameters
  expect(correlation).toBeCloseTo(0.894, 3)
})
