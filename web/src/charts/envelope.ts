/** A drawn series: columns of equal length, ordered by x; NaN where a bucket holds no finite value. Never changed. */
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
  /** Number of the last row that is in it. */
  lastLine: number
  /** (x, how many) where there are such values. */
  nan: [number, number][]
  posInf: [number, number][]
  negInf: [number, number][]
}

/** New rows of a series, in the unit of the chart's x. `firstLine` and `lines` count all rows of the run. */
export interface Rows {
  x: readonly number[]
  value: readonly number[]
  firstLine: number
  lines: number
}
