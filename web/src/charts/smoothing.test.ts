import { expect, test } from "vitest"
import { NO_SMOOTHING, smooth } from "./smoothing"

const constant = Float64Array.from({ length: 50 }, () => 3)

test.each(["ema", "gaussian", "average"] as const)("%s leaves a constant alone, from its first value on", (kind) => {
  for (const value of smooth(constant, { kind, amount: 0.9 })) expect(value).toBeCloseTo(3)
})

test("the moving average is debiased: its first value is the first value", () => {
  const [first, second] = smooth(Float64Array.of(10, 0), { kind: "ema", amount: 0.5 })
  expect(first).toBeCloseTo(10)
  expect(second).toBeCloseTo((10 * 0.25) / 0.75)
})

test.each(["ema", "gaussian", "average"] as const)("%s: gaps stay gaps and do not spread", (kind) => {
  const result = smooth(Float64Array.of(1, Number.NaN, 1, 1), { kind, amount: 0.8 })
  expect([...result].map(Number.isNaN)).toEqual([false, true, false, false])
})

test("no smoothing is the same column", () => {
  expect(smooth(constant, NO_SMOOTHING)).toBe(constant)
})
