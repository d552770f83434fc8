import type { Points, Series, XAxis } from "@/api"
import { countNonPositive, type Envelope, type Rows, type Truth } from "@/charts"
import type { PointsDelta } from "@/live"

/** One metric's envelopes of all asked runs, and the bucket they were made with. */
export interface MetricPoints {
  envelopes: Envelope[]
  bucket: string | null
  /** Lines are means of so many runs; `of` is how many groups there are, drawn or not. */
  groups?: { runs: number; of: number }
  /** There is more to show, and only the server can tell it. */
  stale?: boolean
}

const numbers = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)

const numbersOr = (values: readonly (number | null)[] | undefined, other: Float64Array) =>
  values ? numbers(values) : other

/** A series of the API as columns. Exact series come with their values alone. */
export function toEnvelope(series: Series): Envelope {
  const mean = numbers(series.mean)
  return {
    runId: series.run_id,
    metric: series.metric,
    x: Float64Array.from(series.x),
    mean,
    low: numbersOr(series.min, mean),
    high: numbersOr(series.max, mean),
    count: series.count ? Float64Array.from(series.count) : mean.map((value) => (Number.isNaN(value) ? 0 : 1)),
    exact: series.exact,
    points: series.points,
    lastLine: series.last_line,
    nan: series.nan,
    posInf: series.pos_inf,
    negInf: series.neg_inf,
  }
}

/** The answer to a request for several metrics, taken apart by metric. */
export function byMetric(answer: Points, metrics: readonly string[]): MetricPoints[] {
  const found = new Map<string, Envelope[]>(metrics.map((metric) => [metric, []]))
  for (const series of answer.series) found.get(series.metric)?.push(toEnvelope(series))
  return metrics.map((metric) => {
    const envelopes = found.get(metric) ?? []
    return { envelopes, bucket: envelopes.some((each) => !each.exact) ? answer.truth.bucket : null }
  })
}

/** What a panel is made of; on a logarithmic y-axis also what it cannot show. */
export function truthOf({ envelopes, bucket, groups }: MetricPoints, logY = false): Truth {
  const total = (marks: (envelope: Envelope) => [number, number][]) =>
    envelopes.reduce((sum, envelope) => sum + marks(envelope).reduce((inner, [, count]) => inner + count, 0), 0)
  return {
    runs: groups?.runs ?? envelopes.length,
    groups: groups && { drawn: envelopes.length, of: groups.of },
    points: envelopes.reduce((sum, envelope) => sum + envelope.points, 0),
    bucket,
    nan: total((envelope) => envelope.nan),
    inf: total((envelope) => envelope.posInf) + total((envelope) => envelope.negInf),
    nonPositive: logY ? countNonPositive(envelopes) : 0,
  }
}

/** The rows of one metric in a live event, on this axis; null when they cannot be placed without asking the server. */
export function rowsOf(delta: PointsDelta, metric: string, axis: XAxis): Rows | null {
  const series = delta.series[metric]
  if (!series || delta.refetch || (axis.kind !== "step" && axis.kind !== "time")) return null
  return {
    x: axis.kind === "step" ? series.step : series.time,
    value: series.value.map(Number),
    firstLine: delta.first_line,
    lines: delta.lines,
  }
}
