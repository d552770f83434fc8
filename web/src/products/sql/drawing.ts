import type { Json } from "@/api"
import type { SqlAnswer } from "@/api/sql"
import type { ChartSeries } from "@/charts"
import { lineStyles, runStyles } from "@/lib/colours"
import type { UrlState } from "@/lib/urlState"
import { cellTitle, isNumeric, isTime, numberOf } from "./cells"

/** So many lines can still be told apart. */
export const MOST_LINES = 60
const MOST_COLUMNS = 6
const X_NAMES = ["step", "epoch", "time", "start", "created", "bucket", "hour", "day", "minute", "x"]

/** Which columns are drawn, by their places: `ys` over `x`, a line for each value of `by`. */
export interface Drawing {
  x: number
  ys: number[]
  by: number | null
}

/** Columns by what they can be in a chart. */
export interface Drawable {
  xs: number[]
  ys: number[]
  bys: number[]
}

export function drawable({ columns }: Pick<SqlAnswer, "columns">): Drawable {
  const places = columns.map((_, at) => at)
  const numeric = places.filter((at) => isNumeric(columns[at].type))
  const times = places.filter((at) => isTime(columns[at].type))
  return { xs: [...times, ...numeric], ys: numeric, bys: places.filter((at) => !times.includes(at)) }
}

/** What the address says is drawn, or what suits; null when there is no number to draw over another one or a time. */
export function drawingOf(answer: SqlAnswer, url: UrlState): Drawing | null {
  const { columns } = answer
  const { xs, ys, bys } = drawable(answer)
  const named = (name: string | undefined, among: number[]) => among.find((at) => columns[at].name === name)
  const usual = xs.find((at) => X_NAMES.includes(columns[at].name.toLowerCase()))
  const x = named(url.x, xs) ?? usual ?? xs[0]
  if (x === undefined) return null
  const left = ys.filter((at) => at !== x)
  const y = named(url.y, left)
  const drawn = y === undefined ? left.slice(0, MOST_COLUMNS) : [y]
  if (!drawn.length) return null
  const by = url.by === "" || url.by === "-" ? null : (named(url.by, bys) ?? usualBy(answer, x, bys))
  return { x, ys: drawn, by: by === x || (by !== null && drawn.includes(by)) ? null : by }
}

/** The first column of words, where several rows have the same x. */
function usualBy({ columns, rows }: SqlAnswer, x: number, bys: number[]): number | null {
  const words = bys.find((at) => !isNumeric(columns[at].type))
  const repeats = new Set(rows.map((row) => row[x])).size < rows.length
  return words !== undefined && repeats ? words : null
}

/** The lines, each ordered by x, at most 60; rows without an x or a y are in none. `left` counts those that are not drawn. */
export function linesFrom(
  answer: SqlAnswer,
  { x, ys, by }: Drawing,
  dark: boolean,
): { series: ChartSeries[]; left: number } {
  const { columns, rows } = answer
  const points = new Map<string, [number, number][]>()
  for (const row of rows) {
    const at = xOf(row[x], columns[x].type)
    for (const y of ys) {
      const value = numberOf(row[y])
      if (at === null || value === null) continue
      const label = labelOf(by === null ? null : row[by], columns[y].name, ys.length > 1 || by === null)
      const line = points.get(label)
      if (line) line.push([at, value])
      else points.set(label, [[at, value]])
    }
  }
  const labels = [...points.keys()]
  const drawn = labels.slice(0, MOST_LINES)
  const ofRuns = by !== null && columns[by].name === "run_id" && ys.length === 1
  const styles = ofRuns ? [...runStyles(drawn, dark).values()] : lineStyles(drawn.length, dark)
  const series = drawn.map((label, at) => ({
    label,
    ...styles[at],
    envelope: envelopeOf(label, points.get(label) ?? []),
  }))
  return { series, left: labels.length - drawn.length }
}

function labelOf(by: Json | null, column: string, nameColumn: boolean): string {
  if (by === null) return column
  return nameColumn ? `${cellTitle(by)} · ${column}` : cellTitle(by)
}

/** Times are in ms since the epoch, and come in UTC. */
function xOf(value: Json, type: string): number | null {
  if (!isTime(type)) return finite(numberOf(value))
  const text = String(value)
  return value === null
    ? null
    : finite(Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`))
}

const finite = (value: number | null) => (Number.isFinite(value) ? value : null)

function envelopeOf(label: string, points: [number, number][]): ChartSeries["envelope"] {
  points.sort((one, other) => one[0] - other[0])
  const values = Float64Array.from(points, ([, value]) => (Number.isFinite(value) ? value : Number.NaN))
  const strange = (test: (value: number) => boolean) =>
    points.filter(([, value]) => test(value)).map(([at]): [number, number] => [at, 1])
  return {
    runId: label,
    metric: label,
    x: Float64Array.from(points, ([at]) => at),
    mean: values,
    low: values,
    high: values,
    count: new Float64Array(points.length).fill(1),
    exact: true,
    points: points.length,
    lastLine: points.length - 1,
    nan: strange(Number.isNaN),
    posInf: strange((value) => value === Number.POSITIVE_INFINITY),
    negInf: strange((value) => value === Number.NEGATIVE_INFINITY),
  }
}
