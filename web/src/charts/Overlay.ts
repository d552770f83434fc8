import type { Line } from "./lines"
import { type Frame, paintLines, projectX, projectY } from "./paint"
import { nearestIndex } from "./search"

const VEIL = 0.78
const MOST_DOTS = 24

/** A canvas over the plot area: the hovered run over all others, and dots where the cursor meets the lines. */
export class Overlay {
  readonly #canvas = document.createElement("canvas")
  readonly #ground: string
  #empty = true

  /** `ground` is the colour that the other lines fade into. */
  constructor(over: HTMLElement, ground: string) {
    this.#ground = ground
    this.#canvas.className = "pointer-events-none absolute inset-0 h-full w-full"
    over.prepend(this.#canvas)
  }

  paint(frame: Frame, lines: readonly Line[], hoveredRun: string | null, cursorX: number | null): void {
    const hovered = hoveredRun === null ? [] : lines.filter(({ envelope }) => envelope.runId === hoveredRun)
    const quiet = hovered.length === 0 && cursorX === null
    if (quiet && this.#empty) return
    this.#empty = quiet
    const ctx = this.#clear(frame)
    if (!ctx) return
    if (hovered.length > 0) {
      if (hovered.length < lines.length) this.#veil(ctx, frame)
      paintLines(ctx, frame, hovered, { width: 2.25, bandAlpha: 0.22 })
    }
    if (cursorX === null) return
    const dotted = hovered.length > 0 ? hovered : lines.length <= MOST_DOTS ? lines : []
    paintReadings(ctx, frame, dotted, cursorX, this.#ground)
  }

  #clear({ width, height }: Frame): CanvasRenderingContext2D | null {
    const canvas = this.#canvas
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    }
    const ctx = canvas.getContext("2d")
    ctx?.clearRect(0, 0, width, height)
    return ctx
  }

  #veil(ctx: CanvasRenderingContext2D, { width, height }: Frame): void {
    ctx.globalAlpha = VEIL
    ctx.fillStyle = this.#ground
    ctx.fillRect(0, 0, width, height)
    ctx.globalAlpha = 1
  }
}

function paintReadings(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  lines: readonly Line[],
  cursorX: number,
  ground: string,
): void {
  const [toX, toY] = [projectX(frame), projectY(frame)]
  ctx.lineWidth = 1.5 * frame.ratio
  ctx.strokeStyle = ground
  for (const { x, y, colour } of lines) {
    const index = nearestIndex(x, y, cursorX)
    if (index < 0) continue
    ctx.fillStyle = colour
    ctx.beginPath()
    ctx.arc(toX(x[index]), toY(y[index]), 3.5 * frame.ratio, 0, 2 * Math.PI)
    ctx.fill()
    ctx.stroke()
  }
}
