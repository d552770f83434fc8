import type { Envelope } from "./envelope"
import { type Smoothing, smooth } from "./smoothing"

/** A series and how it is drawn. */
export interface ChartSeries {
  envelope: Envelope
  label: string
  colour: string
  dash?: number[]
  /** Where the run leaves what was logged before it, on an axis of steps. */
  branch?: LineBranch
}

export interface LineBranch {
  /** The last step that was inherited from another run. */
  forkStep: number | null
  parentName: string | null
  /** The last step that a rewind kept. */
  rewoundTo: number | null
}

/** What is drawn of a series, all columns over its own x. */
export interface Line extends ChartSeries {
  x: Float64Array
  y: Float64Array
  /** The values before smoothing, drawn faintly; null when nothing is smoothed or the band shows them. */
  raw: Float64Array | null
  /** Null when every bucket is one point. */
  band: { low: Float64Array; high: Float64Array } | null
}

export function linesOf(series: readonly ChartSeries[], smoothing: Smoothing): Line[] {
  return series.map((each) => {
    const { envelope } = each
    const y = smoothed(envelope.mean, smoothing)
    return {
      ...each,
      x: envelope.x,
      y,
      raw: y !== envelope.mean && envelope.exact ? envelope.mean : null,
      band: envelope.exact ? null : { low: envelope.low, high: envelope.high },
    }
  })
}

const cache = new WeakMap<Float64Array, { key: string; y: Float64Array }>()

/** Columns never change, so only the series that grew is smoothed again. */
function smoothed(mean: Float64Array, smoothing: Smoothing): Float64Array {
  const key = `${smoothing.kind}:${smoothing.amount}`
  const known = cache.get(mean)
  if (known?.key === key) return known.y
  const y = smooth(mean, smoothing)
  cache.set(mean, { key, y })
  return y
}

/** How many drawn values a logarithmic y-axis has no place for. */
export function countNonPositive(envelopes: readonly Envelope[]): number {
  let count = 0
  for (const { mean } of envelopes) for (const value of mean) if (value <= 0) count++
  return count
}
