import type { Line } from "./lines"
import { type Frame, projectX, projectY } from "./paint"
import { lowerBound } from "./search"

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
  for (const line of lines) {
    const { envelope, colour, branch } = line
    ctx.strokeStyle = colour
    ctx.fillStyle = colour
    for (const [x] of envelope.nan) paintCross(ctx, toX(x), bottom, size)
    for (const [x] of envelope.posInf) paintArrow(ctx, toX(x), frame.top + edge, size, -1)
    if (branch) paintBranch(ctx, frame, line, size)
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

/** A ring where a fork leaves its parent, a bar where a rewound run goes on. */
function paintBranch(ctx: CanvasRenderingContext2D, frame: Frame, line: Line, size: number): void {
  const [toX, toY] = [projectX(frame), projectY(frame)]
  const at = (step: number): [number, number] | null => {
    const index = lowerBound(line.x, step + 1) - 1
    if (index < 0 || Number.isNaN(line.y[index])) return null
    return [toX(line.x[index]), toY(line.y[index])]
  }
  const fork = line.branch?.forkStep == null ? null : at(line.branch.forkStep)
  if (fork) {
    ctx.beginPath()
    ctx.arc(fork[0], fork[1], size * 0.8, 0, 2 * Math.PI)
    ctx.stroke()
  }
  const rewind = line.branch?.rewoundTo == null ? null : at(line.branch.rewoundTo)
  if (rewind) {
    ctx.beginPath()
    ctx.moveTo(rewind[0], rewind[1] - size * 1.6)
    ctx.lineTo(rewind[0], rewind[1] + size * 1.6)
    ctx.stroke()
  }
}
