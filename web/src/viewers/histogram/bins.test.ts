import { expect, test } from "vitest"
import { histogramBins, rebin } from "./bins"
import { ridgeSteps } from "./ridgeSteps"

test("both forms of a histogram", () => {
  expect(histogramBins({ values: [1, 2], bins: [0, 1, 2] })).toEqual({ counts: [1, 2], edges: [0, 1, 2] })
  expect(histogramBins({ values: [1, 2], packedBins: { min: -1, size: 0.5, count: 2 } })?.edges).toEqual([-1, -0.5, 0])
  expect(histogramBins({ values: [1, 2], bins: [0, 1] })).toBeNull()
})

test("putting bins on a common grid keeps the total", () => {
  const grid = rebin({ edges: [0, 1, 3], counts: [4, 8] }, -1, 4, 10)
  expect(grid.reduce((sum, count) => sum + count, 0)).toBeCloseTo(12)
  expect(grid.slice(0, 2)).toEqual([0, 0])
  expect(rebin({ edges: [1, 1], counts: [5] }, 0, 2, 4)).toEqual([0, 0, 5, 0])
})

test("ridges are all steps, or spread evenly from the first to the last", () => {
  expect(ridgeSteps(3)).toEqual([0, 1, 2])
  const many = ridgeSteps(1000)
  expect([many.length, many[0], many[39]]).toEqual([40, 0, 999])
  expect(new Set(many).size).toBe(40)
})
