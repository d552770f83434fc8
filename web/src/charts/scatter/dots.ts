/** Dots of a scatter, in CSS px; NaN for those that have no place. */
export interface Dots {
  xs: Float32Array
  ys: Float32Array
  colours: readonly string[]
  /** 1 for dots that were chosen; the others are drawn faint, beneath. */
  chosen: Uint8Array
}

const RADIUS_PX = 3.2
const TURN = 2 * Math.PI

export function fitCanvas(
  canvas: HTMLCanvasElement,
  widthPx: number,
  heightPx: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)]
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const context = canvas.getContext("2d")
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, widthPx, heightPx)
  return context
}

export function drawDots(context: CanvasRenderingContext2D, dots: Dots, faint: string): void {
  const count = dots.xs.length
  const radius = count > 2000 ? 2 : RADIUS_PX
  drawSome(context, dots, radius * 0.8, 0.35, 0, () => faint)
  drawSome(context, dots, radius, count > 500 ? 0.6 : 0.85, 1, (colour) => colour)
}

function drawSome(
  context: CanvasRenderingContext2D,
  { xs, ys, colours, chosen }: Dots,
  radius: number,
  alpha: number,
  which: 0 | 1,
  paint: (colour: string) => string,
): void {
  context.globalAlpha = alpha
  for (let dot = 0; dot < xs.length; dot++) {
    if (chosen[dot] !== which || Number.isNaN(xs[dot]) || Number.isNaN(ys[dot])) continue
    context.fillStyle = paint(colours[dot])
    context.beginPath()
    context.arc(xs[dot], ys[dot], radius, 0, TURN)
    context.fill()
  }
  context.globalAlpha = 1
}

export function drawRing(context: CanvasRenderingContext2D, x: number, y: number, ring: string, fill: string): void {
  context.beginPath()
  context.arc(x, y, RADIUS_PX + 2, 0, TURN)
  context.fillStyle = fill
  context.fill()
  context.lineWidth = 2
  context.strokeStyle = ring
  context.stroke()
}
