import type { Line } from "./lines"
import { lowerBound } from "./search"

export type Range = [number, number]

/** From the first to the last x of all lines; null without any. On a logarithmic axis only what is positive counts. */
export function xExtent(lines: readonly Line[], log: boolean): Range | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { x } of lines) {
    const first = log ? lowerBound(x, Number.MIN_VALUE) : 0
    if (first >= x.length) continue
    low = Math.min(low, x[first])
    high = Math.max(high, x[x.length - 1])
  }
  return low <= high ? [low, high] : null
}

/** Lowest and highest value drawn within a range of x: lines, what was smoothed, and bands. */
export function yExtent(lines: readonly Line[], [first, last]: Range, log: boolean): Range | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  const take = (column: Float64Array, start: number, end: number) => {
    for (let index = start; index < end; index++) {
      const value = column[index]
      if (!Number.isFinite(value) || (log && value <= 0)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  for (const { x, y, raw, band } of lines) {
    const start = lowerBound(x, first)
    let end = lowerBound(x, last)
    while (end < x.length && x[end] === last) end++
    for (const column of [y, raw, band?.low, band?.high]) if (column) take(column, start, end)
  }
  return low <= high ? [low, high] : null
}

const FEWEST_FOR_OUTLIERS = 20

/** The range that holds all but the outermost 2 % of values at each end, with a margin; null for a few values only. */
export function innerExtent(lines: readonly Line[], [first, last]: Range, log: boolean): Range | null {
  const values: number[] = []
  for (const { x, y: smoothed, raw } of lines) {
    const y = raw ?? smoothed
    for (let index = lowerBound(x, first); index < x.length && x[index] <= last; index++) {
      if (Number.isFinite(y[index]) && (!log || y[index] > 0)) values.push(y[index])
    }
  }
  if (values.length < FEWEST_FOR_OUTLIERS) return null
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]
  return [at(0.02), at(0.98)]
}

/** A range with room at both ends, never empty. */
export function withMargin([low, high]: Range, log: boolean, share = 0.05): Range {
  if (low === high) return log ? [low / 2, high * 2] : around(low)
  if (!log) return [low - (high - low) * share, high + (high - low) * share]
  const factor = (high / low) ** share
  return [low / factor, high * factor]
}

function around(value: number): Range {
  const room = Math.abs(value) * 0.1 || 1
  return [value - room, value + room]
}

/** The x that is shown: a single point stands in the middle, with `room` on both sides. */
export function shownX(extent: Range | null, log: boolean, room = 1): Range {
  if (!extent) return log ? [1, 10] : [0, 1]
  if (extent[0] < extent[1]) return extent
  return log ? [extent[0] / 2, extent[0] * 2] : [extent[0] - room, extent[0] + room]
}
