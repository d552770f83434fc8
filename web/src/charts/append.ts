import type { Envelope, Rows } from "./envelope"

/**
 * The envelope with the rows that came after it; the same object when it has them already, null when the server must be
 * asked: more than twice the buckets, rows that were partly in it, or rows that do not come at its end.
 *
 * An exact series grows by points. Otherwise rows go into the last bucket, or make new ones of the same width.
 */
export function appendPoints(envelope: Envelope, rows: Rows, buckets: number): Envelope | null {
  const lastLine = rows.firstLine + rows.lines - 1
  if (lastLine <= envelope.lastLine) return envelope
  if (rows.x.length === 0) return { ...envelope, lastLine }
  if (rows.firstLine <= envelope.lastLine || !ascends(envelope, rows.x)) return null
  const grown = envelope.exact ? extendExact(envelope, rows) : extendBuckets(envelope, rows)
  if (!grown || grown.x.length > buckets * 2) return null
  return { ...grown, points: envelope.points + rows.x.length, lastLine }
}

function ascends({ x, exact }: Envelope, added: readonly number[]): boolean {
  // What belongs to the last bucket may be left of its middle.
  let last = x.at(exact ? -1 : -2) ?? Number.NEGATIVE_INFINITY
  for (const value of added) {
    if (value < last) return false
    last = value
  }
  return true
}

function extendExact(envelope: Envelope, { x, value }: Rows): Envelope {
  const shown = value.map((each) => (Number.isFinite(each) ? each : Number.NaN))
  const mean = joined(envelope.mean, shown)
  return {
    ...envelope,
    ...marksWith(envelope, x, value),
    x: joined(envelope.x, x),
    mean,
    low: mean,
    high: mean,
    count: joined(
      envelope.count,
      value.map((each) => (Number.isFinite(each) ? 1 : 0)),
    ),
  }
}

function extendBuckets(envelope: Envelope, { x, value }: Rows): Envelope | null {
  const grid = gridOf(envelope.x)
  if (!grid) return null
  const places = x.map(grid.bucketOf)
  const before = envelope.x.length
  const first = grid.bucketOf(envelope.x[before - 1])
  const added = [...new Set(places.filter((place) => place > first))]
  const at = new Map([[first, before - 1], ...added.map((place, index): [number, number] => [place, before + index])])
  const columns = withRoom(envelope, added.length)
  value.forEach((each, index) => {
    if (Number.isFinite(each)) widen(columns, at.get(places[index]) ?? before - 1, each)
  })
  const end = columns.x.length - 1
  for (const [place, row] of at)
    columns.x[row] = Math.min(grid.middleOf(place), row === end ? x[x.length - 1] : Number.POSITIVE_INFINITY)
  const middles = places.map((place) => columns.x[at.get(place) ?? before - 1])
  return { ...envelope, ...columns, ...marksWith(envelope, middles, value) }
}

type Columns = Pick<Envelope, "x" | "mean" | "low" | "high" | "count">

function withRoom(envelope: Envelope, rows: number): Columns {
  const gaps = new Array<number>(rows).fill(Number.NaN)
  return {
    x: joined(envelope.x, gaps),
    mean: joined(envelope.mean, gaps),
    low: joined(envelope.low, gaps),
    high: joined(envelope.high, gaps),
    count: joined(envelope.count, new Array<number>(rows).fill(0)),
  }
}

function joined(column: Float64Array, added: readonly number[]): Float64Array {
  const result = new Float64Array(column.length + added.length)
  result.set(column)
  result.set(added, column.length)
  return result
}

function widen({ low, high, mean, count }: Columns, at: number, value: number): void {
  const before = count[at]
  low[at] = before ? Math.min(low[at], value) : value
  high[at] = before ? Math.max(high[at], value) : value
  mean[at] = before ? mean[at] + (value - mean[at]) / (before + 1) : value
  count[at] = before + 1
}

interface Grid {
  bucketOf: (x: number) => number
  middleOf: (bucket: number) => number
}

/**
 * The buckets as the server cuts them, from the middles it sends. Of the last one the middle is not known: it ends with
 * the last point. Null when there are too few to see their width.
 */
function gridOf(x: Float64Array): Grid | null {
  let width = Number.POSITIVE_INFINITY
  for (let index = 1; index < x.length - 1; index++) width = Math.min(width, x[index] - x[index - 1])
  if (!(width > 0) || !Number.isFinite(width)) return null
  const half = Number.isInteger(width) && Number.isInteger(x[0]) ? Math.floor((width - 1) / 2) : width / 2
  const left = x[0] - half
  const bucketOf = (value: number) => Math.floor((value - left) / width + 1e-9)
  return { bucketOf, middleOf: (bucket) => left + bucket * width + half }
}

function marksWith(envelope: Envelope, x: readonly number[], value: readonly number[]) {
  const add = (marks: [number, number][], is: (value: number) => boolean) => {
    const found = value.flatMap((each, index): [number, number][] => (is(each) ? [[x[index], 1]] : []))
    return found.length ? [...marks, ...found] : marks
  }
  return {
    nan: add(envelope.nan, Number.isNaN),
    posInf: add(envelope.posInf, (each) => each === Number.POSITIVE_INFINITY),
    negInf: add(envelope.negInf, (each) => each === Number.NEGATIVE_INFINITY),
  }
}
