import { expect, test } from "vitest"
import { logSplits } from "./logSplits"

test("powers of ten, not more than fit", () => {
  expect(logSplits(0.001, 10, 8)).toEqual([0.001, 0.01, 0.1, 1, 10])
  expect(logSplits(1e-12, 1, 5)).toEqual([1e-12, 1e-9, 1e-6, 1e-3, 1])
})

test("two and five where powers of ten are few", () => {
  expect(logSplits(1, 30, 8)).toEqual([1, 2, 5, 10, 20])
})

test("plain steps within a part of a decade", () => {
  expect(logSplits(400, 900, 6)).toEqual([400, 500, 600, 700, 800, 900])
  expect(logSplits(0.101, 0.119, 5)).toEqual([0.105, 0.11, 0.115])
})
