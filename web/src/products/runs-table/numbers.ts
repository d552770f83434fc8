import { formatNumber } from "@/lib/format"

const MOST_FRACTION = 8
/** Digits shown of the spread of a column: enough to tell its values apart. */
const SPREAD_DIGITS = 3

export type NumberFormat = (value: number) => string

/**
 * One way to write all numbers of a column. Values close together get the digits that tell them apart, all with the
 * same number of them, so that the points stand below each other. Values over many magnitudes, such as learning
 * rates, get significant digits each.
 */
export function columnFormat(values: readonly number[]): NumberFormat {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0 || finite.every(Number.isInteger)) return (value) => formatNumber(value, 6)
  const fraction = fractionDigits(finite)
  if (fraction === null) return (value) => formatNumber(value, SPREAD_DIGITS)
  return (value) => (Number.isFinite(value) ? fixed(value, fraction) : formatNumber(value))
}

/** How many digits after the point; null where no one number of them serves all values. */
function fractionDigits(finite: readonly number[]): number | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let smallest = Number.POSITIVE_INFINITY
  for (const value of finite) {
    low = Math.min(low, value)
    high = Math.max(high, value)
    if (value !== 0) smallest = Math.min(smallest, Math.abs(value))
  }
  const largest = Math.max(Math.abs(low), Math.abs(high))
  const scale = high > low ? high - low : largest
  const fraction = Math.max(0, SPREAD_DIGITS - 1 - Math.floor(Math.log10(scale)))
  if (largest >= 1e7 || fraction > MOST_FRACTION) return null
  // A value that would be written as zero, or nearly so, says too little.
  return smallest * 10 ** fraction < 10 && smallest < scale / 100 ? null : fraction
}

function fixed(value: number, fraction: number): string {
  const text = value.toFixed(fraction)
  return value < 0 ? text.replace("-", "\u2212") : text
}

/** A difference with its sign, in the digits of its column: "+0.012", "−3", "0". */
export function signedDelta(delta: number, format: NumberFormat): string {
  if (delta === 0) return "0"
  const text = format(Math.abs(delta))
  const shown = Number(text) === 0 ? formatNumber(Math.abs(delta), 2) : text
  return `${delta > 0 ? "▲ +" : "▼ \u2212"}${shown}`
}
