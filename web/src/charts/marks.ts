import type uPlot from "uplot"
import type { ChartSeries } from "./plotData"

const SIZE = 4.5

/** NaN and ±Inf are drawn where they happened: crosses and arrows at the lower and upper edge. */
export function drawMarks(plot: uPlot, series: readonly ChartSeries[]): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const edge = 7 * ratio
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.lineWidth = 1.5 * ratio
  for (const { envelope, colour } of series) {
    ctx.strokeStyle = colour
    ctx.fillStyle = colour
    const at = (x: number) => plot.valToPos(x, "x", true)
    for (const [x] of envelope.nan) cross(ctx, at(x), bbox.top + bbox.height - edge, SIZE * ratio)
    for (const [x] of envelope.posInf) arrow(ctx, at(x), bbox.top + edge, SIZE * ratio, -1)
    for (const [x] of envelope.negInf) arrow(ctx, at(x), bbox.top + bbox.height - edge, SIZE * ratio, 1)
  }
  ctx.restore()
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath()
  ctx.moveTo(x - size, y - size)
  ctx.lineTo(x + size, y + size)
  ctx.moveTo(x + size, y - size)
  ctx.lineTo(x - size, y + size)
  ctx.stroke()
}

function arrow(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, direction: 1 | -1): void {
  ctx.beginPath()
  ctx.moveTo(x - size, y - direction * size * 0.6)
  ctx.lineTo(x + size, y - direction * size * 0.6)
  ctx.lineTo(x, y + direction * size)
  ctx.fill()
}
