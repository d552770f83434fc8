import type { SpanBucket, SpanSeries } from "@/api/traces"

/** The buckets of a strip, those without spans among them (null), in order. */
export interface Buckets {
  start: number
  widthMs: number
  all: (SpanBucket | null)[]
}

/** More than the server ever sends. */
const MOST = 2000

export function bucketsOf({ since, until, width_ms: widthMs, buckets }: SpanSeries): Buckets {
  const start = Math.floor(since / widthMs) * widthMs
  const count = Math.min(Math.max(Math.ceil((until - start) / widthMs), 0), MOST)
  const all: Buckets["all"] = new Array(count).fill(null)
  for (const bucket of buckets) {
    const at = Math.round((bucket.start - start) / widthMs)
    if (at >= 0 && at < count) all[at] = bucket
  }
  return { start, widthMs, all }
}

/** Sums over a range of buckets; durations are those of the slowest bucket, for quantiles do not add up. */
export function sumOf(buckets: readonly (SpanBucket | null)[]) {
  const sum = { spans: 0, errors: 0, tokens: 0, cost: 0 }
  for (const bucket of buckets) {
    if (!bucket) continue
    sum.spans += bucket.spans
    sum.errors += bucket.errors
    sum.tokens += bucket.input_tokens + bucket.output_tokens
    sum.cost += bucket.cost
  }
  return sum
}

/** The range of times of what was drawn over, from one share of the width to another, in whole buckets. */
export function brushed({ start, widthMs, all }: Buckets, from: number, to: number): { since: number; until: number } {
  const [low, high] = from < to ? [from, to] : [to, from]
  const first = Math.max(Math.floor(low * all.length), 0)
  const end = Math.min(Math.max(Math.ceil(high * all.length), first + 1), all.length)
  return { since: start + first * widthMs, until: start + end * widthMs }
}

/** Bars from the ground, in a box one unit high and as many wide as there are values. */
export function barsPath(values: readonly number[], top: number): string {
  return values
    .map((value, at) => (value > 0 ? `M${at} 1V${round(1 - Math.max(value / top, 0.02))}h.8V1z` : ""))
    .join("")
}

/** Steps through the values that are there, in the same box: from the least to the most, by their magnitude. */
export function stepsPath(values: readonly (number | null)[], [least, most]: readonly [number, number]): string {
  const span = Math.log(most / least) || 1
  let drawing = false
  return values
    .map((value, at) => {
      if (value === null) {
        drawing = false
        return ""
      }
      const y = round(0.96 - 0.92 * Math.min(Math.max(Math.log(value / least) / span, 0), 1))
      const step = `${drawing ? "V" : `M${at} `}${y}h1`
      drawing = true
      return step
    })
    .join("")
}

/** From the least to the most of what is above nothing, with room for a difference: at least a tenfold. */
export function magnitudes(values: readonly (number | null)[]): [number, number] {
  const found = values.filter((value): value is number => value !== null && value > 0)
  if (found.length === 0) return [1, 10]
  const [least, most] = [Math.min(...found), Math.max(...found)]
  return [Math.min(least, most / 10), most]
}

const round = (value: number) => Math.round(value * 1000) / 1000
