import { formatNumber } from "@/lib/format"
import { naturalOrder } from "@/lib/naturalOrder"
import { tick } from "../axis"
import { logSplits } from "../logSplits"

/** What one axis shows: a value for each line, in the order of the lines. */
export interface AxisSpec {
  axisId: string
  label: string
  /** Where the values come from, for the hover. */
  title?: string
  kind: "number" | "category"
  log: boolean
  values: readonly unknown[]
  /** What values may be: the axis reaches at least so far, so that it stands still while values come in. */
  bounds?: readonly [number, number]
  /** Categories in the order in which they were given; others come after them. */
  categories?: readonly string[]
}

export interface AxisTick {
  /** 0 at the bottom of the axis, 1 at its top. */
  place: number
  label: string
}

export interface ParallelAxis extends AxisSpec {
  /** Ends of the axis in its own unit; meaningless for categories. */
  low: number
  high: number
  categories: readonly string[]
  /** Where each line crosses the axis, 0 … 1; NaN where the axis cannot show its value. */
  places: Float64Array
  /** How many lines have no place here. */
  missing: number
  ticks: AxisTick[]
}

const MOST_TICKS = 6
/** Room between the outermost values and the ends of the axis. */
const MARGIN = 0.04

export function buildAxis(spec: AxisSpec): ParallelAxis {
  return spec.kind === "category" ? categoryAxis(spec) : numberAxis(spec)
}

/** The text of a value that stands for a category; null for none. */
export function categoryOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === "string" ? value : JSON.stringify(value)
}

function categoryAxis(spec: AxisSpec): ParallelAxis {
  const texts = spec.values.map(categoryOf)
  const given = spec.categories ?? []
  const others = [...new Set(texts)].filter((text) => text !== null && !given.includes(text)) as string[]
  const categories = [...given, ...others.sort(naturalOrder)]
  const at = new Map(categories.map((text, index) => [text, (index + 0.5) / categories.length]))
  const places = Float64Array.from(texts, (text) => (text === null ? Number.NaN : (at.get(text) ?? Number.NaN)))
  const ticks = categories.map((label) => ({ place: at.get(label) ?? 0, label }))
  return { ...spec, low: 0, high: 1, log: false, categories, places, missing: countMissing(places), ticks }
}

function numberAxis(spec: AxisSpec): ParallelAxis {
  const shown = (value: unknown): value is number =>
    typeof value === "number" && Number.isFinite(value) && (!spec.log || value > 0)
  const [low, high] = boundsOf([...spec.values, ...(spec.bounds ?? [])].filter(shown), spec.log)
  const axis = { ...spec, low, high, categories: [], places: new Float64Array(), missing: 0, ticks: [] }
  const places = Float64Array.from(spec.values, (value) => (shown(value) ? placeOf(axis, value) : Number.NaN))
  return { ...axis, places, missing: countMissing(places), ticks: ticksOf(axis) }
}

/** Ends of the axis around the values, with a little room. */
function boundsOf(values: readonly number[], log: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return log ? [0.1, 1] : [0, 1]
  if (log) {
    const room = low === high ? 1 : Math.log(high / low) * MARGIN
    return [low / Math.exp(room), high * Math.exp(room)]
  }
  const room = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * MARGIN
  return [low - room, high + room]
}

type Scale = Pick<ParallelAxis, "low" | "high" | "log">

/** 0 … 1 within the ends of the axis. */
export function placeOf({ low, high, log }: Scale, value: number): number {
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

/** The value at a place of the axis. */
export function valueAt({ low, high, log }: Scale, place: number): number {
  return log ? low * (high / low) ** place : low + place * (high - low)
}

function ticksOf(axis: Scale): AxisTick[] {
  const splits = axis.log ? logSplits(axis.low, axis.high, MOST_TICKS) : linearSplits(axis.low, axis.high)
  const step = axis.log || splits.length < 2 ? 0 : splits[1] - splits[0]
  return splits.map((value) => ({ place: placeOf(axis, value), label: tick(value, step) }))
}

function linearSplits(low: number, high: number): number[] {
  const rough = (high - low) / (MOST_TICKS - 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((part) => part * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  )
}

function countMissing(places: Float64Array): number {
  let missing = 0
  for (const place of places) if (Number.isNaN(place)) missing++
  return missing
}

/** A value as the axis writes it beside a line. */
export function valueText(axis: Pick<ParallelAxis, "kind">, value: unknown): string {
  if (typeof value === "number" && axis.kind === "number") return formatNumber(value, 4)
  return categoryOf(value) ?? "none"
}
