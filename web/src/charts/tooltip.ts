import { formatExact, formatNumber } from "@/lib/format"
import type { Reading } from "./reading"

const MOST_ROWS = 8
const AWAY_PX = 14
/** It may stand over the frame of the plot. */
const OVERHANG_PX = 16
const EDGE_PX = 2

/** The readings beside the pointer, in the half where the pointer is not. Plain DOM: it changes with every move. */
export class Tooltip {
  readonly #over: HTMLElement
  readonly #box = document.createElement("div")

  constructor(over: HTMLElement) {
    this.#over = over
    this.#box.className =
      "pointer-events-none absolute z-30 hidden w-max max-w-96 rounded-md border border-line bg-raised px-2 py-1.5 text-ink text-xs shadow-pop"
    this.#box.dataset.tooltip = ""
    over.appendChild(this.#box)
  }

  hide(): void {
    this.#box.classList.add("hidden")
  }

  /** `left` and `top` are the pointer's place in the plot. */
  show(title: string, readings: readonly Reading[], left: number, top: number): void {
    const shown = readings.slice(0, MOST_ROWS)
    this.#box.replaceChildren(element("num mb-0.5 text-ink-3", title), ...shown.map(rowOf))
    const rest = readings.length - shown.length
    if (rest > 0) this.#box.append(element("text-ink-3", `and ${rest} more`))
    this.#box.classList.remove("hidden")
    const { clientWidth: width, clientHeight: height } = this.#over
    const { offsetWidth: own, offsetHeight: ownHeight } = this.#box
    const fits = left + AWAY_PX + own <= width + OVERHANG_PX
    this.#box.style.left = `${fits ? left + AWAY_PX : Math.max(-OVERHANG_PX, left - AWAY_PX - own)}px`
    this.#box.style.top = `${top > height / 2 ? EDGE_PX : height - ownHeight - EDGE_PX}px`
  }
}

function element(className: string, text = ""): HTMLElement {
  const made = document.createElement("div")
  made.className = className
  made.textContent = text
  return made
}

function rowOf({ line, index, value }: Reading, place: number): HTMLElement {
  const row = element(`flex items-center gap-1.5 ${place ? "text-ink-2" : "font-medium"}`)
  const dot = element("size-2 shrink-0 rounded-full")
  dot.style.background = line.colour
  const exact = line.envelope.exact && line.y === line.envelope.mean
  const text = exact ? formatExact(value) : formatNumber(value, place ? 5 : 8)
  row.append(
    dot,
    element("min-w-0 flex-1 truncate", line.label + originOf(line, index)),
    element("num whitespace-nowrap pl-3", text),
  )
  const spread = spreadOf(line.band, index)
  if (spread) row.append(element("num whitespace-nowrap font-normal text-ink-3", spread))
  return row
}

/** Where the value comes from, when the run did not log it itself. */
function originOf(line: Reading["line"], index: number): string {
  const step = line.branch?.forkStep
  if (step === null || step === undefined || line.x[index] > step) return ""
  return ` · from ${line.branch?.parentName ?? "a deleted run"}`
}

/** "0.1 … 0.3" when the bucket holds more than one value. */
function spreadOf(band: Reading["line"]["band"], index: number): string | null {
  if (!band || band.low[index] === band.high[index]) return null
  return `${formatNumber(band.low[index])} … ${formatNumber(band.high[index])}`
}
