import type { Frame } from "./geometry"

/** Which lines to draw, and how. */
export interface Batch {
  colour: string
  lines: Uint32Array
  /** Instead of the picture's. */
  lineWidth?: number
}

/** What a picture is made of. The first batch comes to lie on top. */
export interface Picture {
  frame: Frame
  /** y of each line on each axis, one axis after the other; see `heightsOf`. */
  ys: Float32Array
  batches: readonly Batch[]
  alpha: number
  lineWidth: number
}

/** So many lines make one path. */
const CHUNK = 100
const FEWEST_PER_FRAME = 200
const MOST_PER_FRAME = 4000
const SMOOTH_MS = 20
const SLOW_MS = 30

/**
 * How many lines the next frame may take. Drawing only hands work on, which is done after our code has ended: what it
 * costs shows in how long a frame took as a whole.
 */
export function nextShare(share: number, frameMs: number): number {
  if (frameMs > SLOW_MS) return Math.max(FEWEST_PER_FRAME, share / 2)
  return frameMs < SMOOTH_MS ? Math.min(MOST_PER_FRAME, share * 1.5) : share
}

/** Draws many lines over as many frames as it takes; the best ones first, the others beneath them. */
export class LinePainter {
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D | null
  #picture: Picture | null = null
  #batch = 0
  #line = 0
  #frameId = 0
  #share = 600

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#context = canvas.getContext("2d")
  }

  /** Begins a new picture in the next frame; null is an empty one. */
  paint(picture: Picture | null): void {
    this.#picture = picture
    this.#batch = this.#line = 0
    cancelAnimationFrame(this.#frameId)
    this.#frameId = requestAnimationFrame(() => {
      this.#clear()
      this.#proceed(performance.now())
    })
  }

  stop(): void {
    cancelAnimationFrame(this.#frameId)
  }

  #clear(): void {
    const { frame } = this.#picture ?? {}
    const ratio = window.devicePixelRatio || 1
    const [width, height] = [Math.round((frame?.widthPx ?? 0) * ratio), Math.round((frame?.heightPx ?? 0) * ratio)]
    if (frame && (this.#canvas.width !== width || this.#canvas.height !== height)) {
      this.#canvas.width = width
      this.#canvas.height = height
    }
    this.#context?.setTransform(1, 0, 0, 1, 0, 0)
    this.#context?.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    this.#context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  }

  #proceed(startedAt: number): void {
    const picture = this.#picture
    const context = this.#context
    if (!picture || !context) return
    context.globalCompositeOperation = "destination-over"
    context.globalAlpha = picture.alpha
    context.lineJoin = "round"
    for (let drawn = 0; drawn < this.#share && this.#batch < picture.batches.length; ) {
      drawn += this.#drawChunk(context, picture)
    }
    if (this.#batch >= picture.batches.length) return
    this.#frameId = requestAnimationFrame((now) => {
      this.#share = nextShare(this.#share, now - startedAt)
      this.#proceed(now)
    })
  }

  /** Draws some lines of the present batch; returns how many. */
  #drawChunk(context: CanvasRenderingContext2D, picture: Picture): number {
    const { colour, lines, lineWidth } = picture.batches[this.#batch]
    const chunk = lines.subarray(this.#line, this.#line + CHUNK)
    context.strokeStyle = colour
    context.lineWidth = lineWidth ?? picture.lineWidth
    drawLines(context, picture, chunk)
    this.#line += chunk.length
    if (this.#line < lines.length) return chunk.length
    this.#batch++
    this.#line = 0
    return chunk.length
  }
}

function drawLines(context: CanvasRenderingContext2D, { frame, ys }: Picture, lines: Uint32Array): void {
  const { xs } = frame
  const count = ys.length / xs.length
  context.beginPath()
  for (const line of lines) {
    context.moveTo(xs[0], ys[line])
    for (let axis = 1; axis < xs.length; axis++) context.lineTo(xs[axis], ys[axis * count + line])
  }
  context.stroke()
}

/** Lines of equal colour together: the best first, those without a value last. */
export function batchesOf(steps: Int8Array, chosen: Uint8Array, colours: readonly string[], without: string): Batch[] {
  const lines = colours.map((): number[] => [])
  const none: number[] = []
  for (let line = 0; line < steps.length; line++) {
    if (!chosen[line]) continue
    if (steps[line] < 0) none.push(line)
    else lines[steps[line]].push(line)
  }
  const batches = lines.map((of, step) => ({ colour: colours[step], lines: Uint32Array.from(of) })).reverse()
  return [...batches, { colour: without, lines: Uint32Array.from(none) }].filter((batch) => batch.lines.length > 0)
}

/** Fewer lines are drawn stronger. */
export const alphaFor = (lines: number) => Math.min(0.9, Math.max(0.22, 14 / Math.sqrt(lines + 1)))
