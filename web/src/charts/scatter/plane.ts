import { describeX, tick, xLabels } from "../axis"
import { logSplits } from "../logSplits"

/** How one of the two axes is drawn. */
export interface PlaneScale {
  low: number
  high: number
  log: boolean
  kind: "number" | "time"
}

export interface PlaneTick {
  /** 0 … 1 along the axis. */
  place: number
  label: string
}

const MARGIN = 0.05
const TIME_STEPS_MS = [1, 5, 15, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000].map(
  (seconds) => seconds * 1000,
)

/** A scale around the values it can show. */
export function scaleFor(values: readonly number[], options: { log?: boolean; kind?: PlaneScale["kind"] }): PlaneScale {
  const log = options.log ?? false
  const kind = options.kind ?? "number"
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return { low: log ? 0.1 : 0, high: 1, log, kind }
  if (log) {
    const room = low === high ? 2 : (high / low) ** MARGIN
    return { low: low / room, high: high * room, log, kind }
  }
  const room = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * MARGIN
  return { low: low - room, high: high + room, log, kind }
}

/** 0 … 1 along the axis; NaN for a value it cannot show. */
export function alongOf({ low, high, log }: PlaneScale, value: number): number {
  if (!Number.isFinite(value) || (log && value <= 0)) return Number.NaN
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

export function ticksFor(scale: PlaneScale, most: number): PlaneTick[] {
  const splits = scale.log ? logSplits(scale.low, scale.high, most) : evenSplits(scale, most)
  const labels =
    scale.kind === "time"
      ? xLabels("time", splits)
      : splits.map((value) => tick(value, scale.log || splits.length < 2 ? 0 : splits[1] - splits[0]))
  return splits.map((value, index) => ({ place: alongOf(scale, value), label: labels[index] }))
}

function evenSplits({ low, high, kind }: PlaneScale, most: number): number[] {
  const rough = (high - low) / Math.max(1, most - 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const round = ([1, 2, 5, 10].find((part) => part * power >= rough) ?? 10) * power
  const step = kind === "time" ? (TIME_STEPS_MS.find((ms) => ms >= rough) ?? round) : round
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(15)),
  )
}

/** A value of an axis, in words. */
export const describeValue = (scale: PlaneScale, name: string, value: number) =>
  scale.kind === "time" ? describeX("time", value) : describeX("metric", value, name)

/** The point nearest to a place, at most `withinPx` away; -1 for none. */
export function nearestPoint(
  xs: Float32Array,
  ys: Float32Array,
  at: { x: number; y: number },
  withinPx: number,
): number {
  let nearest = -1
  let nearestPx = withinPx
  for (let point = 0; point < xs.length; point++) {
    const awayPx = Math.hypot(xs[point] - at.x, ys[point] - at.y)
    if (!(awayPx <= nearestPx)) continue
    nearest = point
    nearestPx = awayPx
  }
  return nearest
}
