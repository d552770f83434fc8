import uPlot from "uplot"
import type { Envelope } from "./envelope"
import { type Smoothing, smooth } from "./smoothing"

/** A series and how it is drawn. */
export interface ChartSeries {
  envelope: Envelope
  label: string
  colour: string
  dash?: number[]
}

/** What one column of the plot is. */
export interface PlotColumn {
  role: "mean" | "raw" | "low" | "high"
  series: ChartSeries
}

export interface PlotData {
  data: uPlot.AlignedData
  /** One entry per column after x. */
  columns: PlotColumn[]
}

type Column = (number | null | undefined)[]

/** All series as columns over one x. Bands (low, high) only where a bucket holds more than one point. */
export function plotData(series: readonly ChartSeries[], smoothing: Smoothing, logY: boolean): PlotData {
  const columns: PlotColumn[] = []
  const tables: [Float64Array, ...Column[]][] = []
  for (const each of series) {
    const { envelope } = each
    const smoothed = smoothing.kind !== "none" && smoothing.amount > 0
    const values: Column[] = []
    const add = (role: PlotColumn["role"], column: Float64Array) => {
      columns.push({ role, series: each })
      values.push(shown(column, logY))
    }
    if (!envelope.exact && !smoothed) {
      add("low", envelope.low)
      add("high", envelope.high)
    }
    if (smoothed) add("raw", envelope.mean)
    add("mean", smooth(envelope.mean, smoothing))
    tables.push([envelope.x, ...values])
  }
  return { data: align(tables), columns }
}

/** Gaps are null; a logarithmic axis has no place for what is not positive. */
function shown(column: Float64Array, logY: boolean): Column {
  return Array.from(column, (value) => (Number.isNaN(value) || (logY && value <= 0) ? null : value))
}

function align(tables: [Float64Array, ...Column[]][]): uPlot.AlignedData {
  const first = tables[0]?.[0]
  if (!first) return [[]]
  if (tables.every(([x]) => sameValues(x, first))) {
    return [Array.from(first), ...tables.flatMap(([, ...columns]) => columns)] as uPlot.AlignedData
  }
  const joined = tables.map(([x, ...columns]) => [Array.from(x), ...columns]) as uPlot.AlignedData[]
  // Null stays a gap; where a series has no bucket at another one's x the line goes on.
  return uPlot.join(
    joined,
    joined.map((table) => table.map(() => 1 as const)),
  )
}

function sameValues(one: Float64Array, other: Float64Array): boolean {
  return one === other || (one.length === other.length && one.every((value, index) => value === other[index]))
}

/** The range of y that holds the middle 96 % of all values. */
export function innerRange(series: readonly ChartSeries[]): [number, number] | null {
  const values = series.flatMap(({ envelope }) => Array.from(envelope.mean)).filter((value) => Number.isFinite(value))
  if (values.length < 20) return null
  values.sort((one, other) => one - other)
  const at = (share: number) => values[Math.round(share * (values.length - 1))]
  const [low, high] = [at(0.02), at(0.98)]
  const margin = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1
  return [low - margin, high + margin]
}
