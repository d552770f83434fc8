import type { Line } from "./lines"
import { lowerBound } from "./search"

/** Where values are on a canvas, in its own px. */
export interface Frame {
  left: number
  top: number
  width: number
  height: number
  x: readonly [number, number]
  y: readonly [number, number]
  logX: boolean
  logY: boolean
  /** Device px per CSS px. */
  ratio: number
}

export type Project = (value: number) => number

export function projectX({ left, width, x, logX }: Frame): Project {
  const [low, high] = logX ? [Math.log10(x[0]), Math.log10(x[1])] : x
  const scale = width / (high - low)
  return logX
    ? (value) => (value > 0 ? left + (Math.log10(value) - low) * scale : Number.NaN)
    : (value) => left + (value - low) * scale
}

export function projectY({ top, height, y, logY }: Frame): Project {
  const [low, high] = logY ? [Math.log10(y[0]), Math.log10(y[1])] : y
  const scale = height / (high - low)
  const bottom = top + height
  return logY
    ? (value) => (value > 0 ? bottom - (Math.log10(value) - low) * scale : Number.NaN)
    : (value) => bottom - (value - low) * scale
}

const INHERITED_ALPHA = 0.6
const INHERITED_DASH = [3, 3]

/** What a fork inherited, and what is its own; both hold the point where they meet. */
export function partsOf(line: Line): { part: Line; inherited: boolean }[] {
  const step = line.branch?.forkStep ?? null
  if (step === null) return [{ part: line, inherited: false }]
  const end = lowerBound(line.x, step + 1)
  const cut = (from: number, to: number): Line => ({
    ...line,
    x: line.x.subarray(from, to),
    y: line.y.subarray(from, to),
  })
  return [
    { part: cut(0, end), inherited: true },
    { part: cut(Math.max(0, end - 1), line.x.length), inherited: false },
  ]
}

export interface Pen {
  width: number
  bandAlpha: number
}

/** Draws lines over each other: all bands first, so that none of them hides a line. */
export function paintLines(ctx: CanvasRenderingContext2D, frame: Frame, lines: readonly Line[], pen: Pen): void {
  const [toX, toY] = [projectX(frame), projectY(frame)]
  ctx.save()
  ctx.beginPath()
  ctx.rect(frame.left, frame.top, frame.width, frame.height)
  ctx.clip()
  ctx.lineJoin = "round"
  if (pen.bandAlpha > 0) for (const line of lines) paintBand(ctx, frame, line, toX, toY, pen.bandAlpha)
  for (const line of lines) {
    if (!line.raw) continue
    ctx.globalAlpha = 0.28
    paintColumn(ctx, frame, line, line.raw, toX, toY, 1, [])
  }
  for (const { part, inherited } of lines.flatMap(partsOf)) {
    ctx.globalAlpha = inherited ? INHERITED_ALPHA : 1
    const dash = inherited ? INHERITED_DASH : (part.dash ?? [])
    paintColumn(ctx, frame, part, part.y, toX, toY, inherited ? 1 : pen.width, dash)
  }
  ctx.globalAlpha = 1
  ctx.restore()
}

/** The indexes in view, and one more on each side for the way there. */
function visible(x: Float64Array, [first, last]: readonly [number, number]): [number, number] {
  return [Math.max(0, lowerBound(x, first) - 1), Math.min(x.length, lowerBound(x, last) + 2)]
}

function paintColumn(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  line: Line,
  column: Float64Array,
  toX: Project,
  toY: Project,
  width: number,
  dash: number[],
): void {
  const [start, end] = visible(line.x, frame.x)
  const dots: [number, number][] = []
  let length = 0
  let last: [number, number] = [0, 0]
  ctx.beginPath()
  for (let index = start; index < end; index++) {
    const px = toX(line.x[index])
    const py = toY(column[index])
    if (Number.isNaN(px) || Number.isNaN(py)) {
      if (length === 1) dots.push(last)
      length = 0
      continue
    }
    if (length === 0) ctx.moveTo(px, py)
    else ctx.lineTo(px, py)
    last = [px, py]
    length++
  }
  if (length === 1) dots.push(last)
  ctx.strokeStyle = line.colour
  ctx.lineWidth = width * frame.ratio
  ctx.setLineDash(dash.map((part) => part * frame.ratio))
  ctx.stroke()
  paintDots(ctx, dots, line.colour, 2 * frame.ratio)
}

/** A point without neighbours would not be seen as a line. */
function paintDots(ctx: CanvasRenderingContext2D, dots: [number, number][], colour: string, radius: number): void {
  ctx.fillStyle = colour
  for (const [px, py] of dots) {
    ctx.beginPath()
    ctx.arc(px, py, radius, 0, 2 * Math.PI)
    ctx.fill()
  }
}

/** The area between minimum and maximum; what a logarithmic axis cannot show goes down to its lower edge. */
function paintBand(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  { x, band, colour }: Line,
  toX: Project,
  toY: Project,
  alpha: number,
): void {
  if (!band) return
  const [start, end] = visible(x, frame.x)
  const floor = frame.top + frame.height
  const low = (index: number) => (frame.logY && band.low[index] <= 0 ? floor : toY(band.low[index]))
  ctx.beginPath()
  let first = start
  for (let index = start; index <= end; index++) {
    const gap = index === end || Number.isNaN(toY(band.high[index])) || Number.isNaN(toX(x[index]))
    if (!gap) continue
    for (let at = first; at < index; at++) ctx[at === first ? "moveTo" : "lineTo"](toX(x[at]), toY(band.high[at]))
    for (let at = index - 1; at >= first; at--) ctx.lineTo(toX(x[at]), low(at))
    first = index + 1
  }
  ctx.globalAlpha = alpha
  ctx.fillStyle = colour
  ctx.fill()
  ctx.globalAlpha = 1
}
