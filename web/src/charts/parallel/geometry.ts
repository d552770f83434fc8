import type { ParallelAxis } from "./axes"

/** Where the axes stand, in CSS px from the upper left of the picture. */
export interface Frame {
  widthPx: number
  heightPx: number
  /** x of each axis. */
  xs: number[]
  top: number
  bottom: number
  /** y of lines that have no value on an axis; below the axes. */
  missingY: number
}

/** Room for the ticks of the first axis. */
const LEFT_PX = 56
/** Room for half of the last title. */
const RIGHT_PX = 40
const TOP_PX = 12
const BOTTOM_PX = 14
const MISSING_PX = 24

export function frameOf(axes: readonly ParallelAxis[], widthPx: number, heightPx: number): Frame {
  const between = axes.length > 1 ? (widthPx - LEFT_PX - RIGHT_PX) / (axes.length - 1) : 0
  const xs = axes.map((_, index) => (axes.length > 1 ? LEFT_PX + index * between : widthPx / 2))
  const bottom = heightPx - BOTTOM_PX - (axes.some((axis) => axis.missing > 0) ? MISSING_PX : 0)
  return { widthPx, heightPx, xs, top: TOP_PX, bottom, missingY: heightPx - BOTTOM_PX }
}

export function yOf(frame: Frame, place: number): number {
  return Number.isNaN(place) ? frame.missingY : frame.bottom - place * (frame.bottom - frame.top)
}

export function placeAt(frame: Frame, y: number): number {
  return (frame.bottom - y) / (frame.bottom - frame.top)
}

/** y of each line on each axis, one axis after the other. */
export function heightsOf(axes: readonly ParallelAxis[], frame: Frame): Float32Array {
  const lines = axes[0]?.places.length ?? 0
  const ys = new Float32Array(lines * axes.length)
  axes.forEach((axis, index) => {
    for (let line = 0; line < lines; line++) ys[index * lines + line] = yOf(frame, axis.places[line])
  })
  return ys
}

/** The axis at x, at most `withinPx` away; -1 for none. */
export function axisAt(frame: Frame, x: number, withinPx: number): number {
  return frame.xs.findIndex((at) => Math.abs(at - x) <= withinPx)
}

/** The line nearest to a point, at most `withinPx` away from it up or down; -1 for none. */
export function lineAt(
  frame: Frame,
  ys: Float32Array,
  chosen: Uint8Array,
  at: { x: number; y: number },
  withinPx: number,
): number {
  const right = frame.xs.findIndex((x) => x >= at.x)
  if (right < 0 || frame.xs.length === 0) return -1
  const left = Math.max(0, right - 1)
  const width = frame.xs[right] - frame.xs[left]
  const share = width > 0 ? (at.x - frame.xs[left]) / width : 0
  const lines = chosen.length
  let nearest = -1
  let nearestPx = withinPx
  for (let line = 0; line < lines; line++) {
    if (!chosen[line]) continue
    const from = ys[left * lines + line]
    const awayPx = Math.abs(from + (ys[right * lines + line] - from) * share - at.y)
    if (awayPx > nearestPx) continue
    nearest = line
    nearestPx = awayPx
  }
  return nearest
}

/** Where an axis dropped at x goes among the others. */
export function dropIndex(frame: Frame, x: number): number {
  let best = 0
  frame.xs.forEach((at, index) => {
    if (Math.abs(at - x) < Math.abs(frame.xs[best] - x)) best = index
  })
  return best
}

export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from)
  rest.splice(Math.min(Math.max(to, 0), rest.length), 0, items[from])
  return rest
}
