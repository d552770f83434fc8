import type { Line } from "./lines"
import { type Frame, projectX } from "./paint"

const SIZE = 4.5

/** NaN and ±Inf are drawn where they happened: crosses and arrows at the lower and upper edge. */
export function paintMarks(ctx: CanvasRenderingContext2D, frame: Frame, lines: readonly Line[]): void {
  const edge = 7 * frame.ratio
  const size = SIZE * frame.ratio
  const toX = projectX(frame)
  const bottom = frame.top + frame.height - edge
  ctx.save()
  ctx.beginPath()
  ctx.rect(frame.left, frame.top, frame.width, frame.height)
  ctx.clip()
  ctx.lineWidth = 1.5 * frame.ratio
  for (const { envelope, colour } of lines) {
    ctx.strokeStyle = colour
    ctx.fillStyle = colour
    for (const [x] of envelope.nan) paintCross(ctx, toX(x), bottom, size)
    for (const [x] of envelope.posInf) paintArrow(ctx, toX(x), frame.top + edge, size, -1)
    for (const [x] of envelope.negInf) paintArrow(ctx, toX(x), bottom, size, 1)
  }
  ctx.restore()
}

function paintCross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath()
  ctx.moveTo(x - size, y - size)
  ctx.lineTo(x + size, y + size)
  ctx.moveTo(x + size, y - size)
  ctx.lineTo(x - size, y + size)
  ctx.stroke()
}

function paintArrow(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, direction: 1 | -1): void {
  ctx.beginPath()
  ctx.moveTo(x - size, y - direction * size * 0.6)
  ctx.lineTo(x + size, y - direction * size * 0.6)
  ctx.lineTo(x, y + direction * size)
  ctx.fill()
}
