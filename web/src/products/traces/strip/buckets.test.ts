import { expect, test } from "vitest"
import type { SpanBucket } from "@/api/traces"
import { barsPath, brushed, bucketsOf, magnitudes, stepsPath, sumOf } from "./buckets"

const bucket = (start: number, spans: number): SpanBucket => ({
  start,
  spans,
  errors: 1,
  p50_ms: 1,
  p95_ms: 2,
  input_tokens: 3,
  output_tokens: 4,
  cost: 0.5,
})
const series = { since: 1500, until: 5200, width_ms: 1000, buckets: [bucket(1000, 2), bucket(4000, 5)] }

test("empty buckets are there as well", () => {
  const { start, all } = bucketsOf(series)
  expect(start).toBe(1000)
  expect(all.map((one) => one?.spans ?? 0)).toEqual([2, 0, 0, 5, 0])
  expect(sumOf(all)).toEqual({ spans: 7, errors: 2, tokens: 14, cost: 1 })
})

test("what is drawn over are whole buckets, in either direction", () => {
  const buckets = bucketsOf(series)
  expect(brushed(buckets, 0.25, 0.5)).toEqual({ since: 2000, until: 4000 })
  expect(brushed(buckets, 0.5, 0.25)).toEqual({ since: 2000, until: 4000 })
  expect(brushed(buckets, 0.99, 1.4)).toEqual({ since: 5000, until: 6000 })
})

test("bars and steps leave gaps where nothing is", () => {
  expect(barsPath([1, 0, 2], 2)).toBe("M0 1V0.5h.8V1zM2 1V0h.8V1z")
  expect(stepsPath([1, null, 10, 100], [1, 100])).toBe("M0 0.96h1M2 0.5h1V0.04h1")
})

test("durations are drawn by their magnitude", () => {
  expect(magnitudes([null, 0, 5, 2000])).toEqual([5, 2000])
  expect(magnitudes([50, 50])).toEqual([5, 50])
  expect(magnitudes([null])).toEqual([1, 10])
})
