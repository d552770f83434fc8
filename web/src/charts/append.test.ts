import { expect, test } from "vitest"
import { appendPoints } from "./append"
import type { Envelope } from "./envelope"

function envelope(x: number[], values: number[], count: number[], exact: boolean): Envelope {
  const column = Float64Array.from(values)
  const points = count.reduce((sum, each) => sum + each, 0)
  return {
    runId: "a",
    metric: "loss",
    x: Float64Array.from(x),
    mean: column,
    low: column,
    high: column,
    count: Float64Array.from(count),
    exact,
    points,
    lastLine: points - 1,
    nan: [],
    posInf: [],
    negInf: [],
  }
}

const exact = envelope([0, 1], [5, 6], [1, 1], true)
/** Ten steps per bucket from step 0 on; the last bucket ends at step 23, so that is where it stands. */
const bucketed = envelope([4, 14, 23], [1, 2, 3], [10, 10, 4], false)

test("exact series grow point by point", () => {
  const grown = appendPoints(exact, { x: [2, 3], value: [7, Number.NaN], firstLine: 2, lines: 2 }, 100)
  expect([...(grown?.x ?? [])]).toEqual([0, 1, 2, 3])
  expect([...(grown?.mean ?? [])]).toEqual([5, 6, 7, Number.NaN])
  expect(grown).toMatchObject({ nan: [[3, 1]], points: 4, lastLine: 3 })
  expect([...exact.x]).toEqual([0, 1])
})

test("rows that are in already change nothing", () => {
  expect(appendPoints(exact, { x: [0, 1], value: [5, 6], firstLine: 0, lines: 2 }, 100)).toBe(exact)
})

test("rows that are partly in, or not at the end, are asked for", () => {
  expect(appendPoints(exact, { x: [1, 2], value: [6, 7], firstLine: 1, lines: 2 }, 100)).toBeNull()
  expect(appendPoints(exact, { x: [0.5], value: [6], firstLine: 2, lines: 1 }, 100)).toBeNull()
  expect(appendPoints(bucketed, { x: [3], value: [6], firstLine: 24, lines: 1 }, 100)).toBeNull()
})

test("bucketed series fill the last bucket, then make new ones on the same grid", () => {
  const rows = { x: [25, 29, 30, 41], value: [9, -1, 5, 6], firstLine: 24, lines: 18 }
  const grown = appendPoints(bucketed, rows, 100)
  expect([...(grown?.x ?? [])]).toEqual([4, 14, 24, 34, 41])
  expect([...(grown?.high ?? [])]).toEqual([1, 2, 9, 5, 6])
  expect([...(grown?.low ?? [])]).toEqual([1, 2, -1, 5, 6])
  expect([...(grown?.count ?? [])]).toEqual([10, 10, 6, 1, 1])
  expect(grown?.mean[2]).toBeCloseTo((3 * 4 + 9 - 1) / 6)
  expect(grown).toMatchObject({ points: 28, lastLine: 41 })
})

test("a bucket that was opened by a live row is filled by the next, and then stands in its middle", () => {
  const once = appendPoints(bucketed, { x: [30], value: [5], firstLine: 24, lines: 7 }, 100)
  const twice = once && appendPoints(once, { x: [36, 39], value: [7, 9], firstLine: 31, lines: 9 }, 100)
  expect([...(twice?.x ?? [])]).toEqual([4, 14, 24, 34])
  expect([twice?.low[3], twice?.mean[3], twice?.high[3], twice?.count[3]]).toEqual([5, 7, 9, 3])
})

test("a spike in a live row is kept, and infinities are marked", () => {
  const rows = { x: [24, 25], value: [1e6, Number.POSITIVE_INFINITY], firstLine: 24, lines: 2 }
  const grown = appendPoints(bucketed, rows, 100)
  expect(grown?.high[2]).toBe(1e6)
  expect(grown?.posInf).toEqual([[24, 1]])
})

test("buckets of seconds are no whole numbers", () => {
  const seconds = envelope([0.25, 0.75, 1.25, 1.6], [1, 1, 1, 1], [5, 5, 5, 2], false)
  const grown = appendPoints(seconds, { x: [1.9, 2.3], value: [2, 3], firstLine: 17, lines: 2 }, 100)
  expect([...(grown?.x ?? [])]).toEqual([0.25, 0.75, 1.25, 1.75, 2.25])
})

test("past twice the buckets the server is asked to thin again", () => {
  const rows = { x: [2, 3, 4], value: [1, 1, 1], firstLine: 2, lines: 3 }
  expect(appendPoints(exact, rows, 2)).toBeNull()
  expect(appendPoints(exact, rows, 3)?.x).toHaveLength(5)
})
