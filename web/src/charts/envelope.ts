/** A drawn series: columns of equal length, ordered by x; NaN where a bucket holds no finite value. */
export interface Envelope {
  runId: string
  metric: string
  x: Float64Array
  mean: Float64Array
  low: Float64Array
  high: Float64Array
  count: Float64Array
  /** Every bucket is one point: low, mean and high are the same. */
  exact: boolean
  points: number
  lastLine: number
  /** (x, how many) where there are such values. */
  nan: [number, number][]
  posInf: [number, number][]
  negInf: [number, number][]
}

/** New rows of a series, in the unit of the chart's x. */
export interface Rows {
  x: number[]
  value: number[]
  firstLine: number
  lines: number
}

/**
 * The envelope with rows that came after it; the same object when they were in it already.
 * Rows extend the last bucket, or make new ones of the same width.
 */
export function appendRows(envelope: Envelope, rows: Rows): Envelope {
  if (rows.firstLine + rows.lines - 1 <= envelope.lastLine || rows.x.length === 0) return envelope
  const width = envelope.exact ? 0 : bucketWidth(envelope.x)
  const columns = {
    x: [...envelope.x],
    mean: [...envelope.mean],
    low: [...envelope.low],
    high: [...envelope.high],
    count: [...envelope.count],
  }
  const marks = { nan: [...envelope.nan], posInf: [...envelope.posInf], negInf: [...envelope.negInf] }
  for (let index = 0; index < rows.x.length; index++) {
    const value = rows.value[index]
    const place = putPoint(columns, rows.x[index], value, width)
    if (Number.isNaN(value)) marks.nan.push([place, 1])
    else if (value === Number.POSITIVE_INFINITY) marks.posInf.push([place, 1])
    else if (value === Number.NEGATIVE_INFINITY) marks.negInf.push([place, 1])
  }
  return {
    ...envelope,
    ...marks,
    x: Float64Array.from(columns.x),
    mean: Float64Array.from(columns.mean),
    low: Float64Array.from(columns.low),
    high: Float64Array.from(columns.high),
    count: Float64Array.from(columns.count),
    points: envelope.points + rows.x.length,
    lastLine: rows.firstLine + rows.lines - 1,
  }
}

interface Columns {
  x: number[]
  mean: number[]
  low: number[]
  high: number[]
  count: number[]
}

/** Puts one point in its bucket; returns the bucket's x. */
function putPoint(columns: Columns, x: number, value: number, width: number): number {
  const last = columns.x.length - 1
  const finite = Number.isFinite(value)
  if (width > 0 && last >= 0 && x <= columns.x[last] + width / 2) {
    if (finite) widen(columns, last, value)
    return columns.x[last]
  }
  const place = width > 0 && last >= 0 ? columns.x[last] + width * Math.round((x - columns.x[last]) / width) : x
  columns.x.push(place)
  const shown = finite ? value : Number.NaN
  columns.mean.push(shown)
  columns.low.push(shown)
  columns.high.push(shown)
  columns.count.push(finite ? 1 : 0)
  return place
}

function widen(columns: Columns, at: number, value: number): void {
  const count = columns.count[at]
  columns.low[at] = count ? Math.min(columns.low[at], value) : value
  columns.high[at] = count ? Math.max(columns.high[at], value) : value
  columns.mean[at] = count ? (columns.mean[at] * count + value) / (count + 1) : value
  columns.count[at] = count + 1
}

/** The most common distance of neighbouring buckets. */
function bucketWidth(x: Float64Array): number {
  if (x.length < 2) return 0
  const gaps = new Map<number, number>()
  for (let index = 1; index < x.length; index++) {
    const gap = x[index] - x[index - 1]
    gaps.set(gap, (gaps.get(gap) ?? 0) + 1)
  }
  return [...gaps].reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}
