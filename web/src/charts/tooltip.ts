import type uPlot from "uplot"
import { formatNumber } from "@/lib/format"
import type { PlotColumn } from "./plotData"

const MOST_ROWS = 8
const REACH = 400

export interface TooltipRow {
  label: string
  colour: string
  value: number
  low: number | null
  high: number | null
  distance: number
}

/** The series at a place of x, the one nearest to the pointer first. */
export function rowsAt(
  data: uPlot.AlignedData,
  columns: readonly PlotColumn[],
  index: number,
  y: number,
): TooltipRow[] {
  const rows: TooltipRow[] = []
  columns.forEach((column, at) => {
    if (column.role !== "mean") return
    const place = nearest(data[at + 1] as ArrayLike<number | null | undefined>, index)
    if (place === null) return
    const value = data[at + 1][place] as number
    const beside = (role: PlotColumn["role"]) => {
      const other = columns.findIndex((each) => each.series === column.series && each.role === role)
      return other < 0 ? null : ((data[other + 1][place] as number | null | undefined) ?? null)
    }
    const { label, colour } = column.series
    rows.push({ label, colour, value, low: beside("low"), high: beside("high"), distance: Math.abs(value - y) })
  })
  return rows.sort((one, other) => one.distance - other.distance)
}

/** The nearest index that holds a value; series of other x have none in between. */
function nearest(column: ArrayLike<number | null | undefined>, index: number): number | null {
  for (let away = 0; away < REACH; away++) {
    for (const place of [index - away, index + away]) {
      if (place >= 0 && place < column.length && column[place] !== null && column[place] !== undefined) return place
    }
  }
  return null
}

/** Draws the rows beside the pointer. Plain DOM: it changes with every move of the mouse. */
export class Tooltip {
  readonly #box = document.createElement("div")

  constructor(over: HTMLElement) {
    this.#box.className =
      "pointer-events-none absolute z-30 hidden max-w-80 rounded-md border border-line bg-raised px-2 py-1.5 text-xs shadow-pop"
    over.appendChild(this.#box)
  }

  hide(): void {
    this.#box.classList.add("hidden")
  }

  show(title: string, rows: TooltipRow[], left: number, top: number, width: number): void {
    const shown = rows.slice(0, MOST_ROWS)
    this.#box.replaceChildren(line("mb-0.5 text-ink-3 num", title), ...shown.map(rowLine))
    if (rows.length > shown.length) {
      this.#box.appendChild(line("text-ink-3", `and ${rows.length - shown.length} more`))
    }
    this.#box.classList.remove("hidden")
    const toTheLeft = left > width / 2
    this.#box.style.left = toTheLeft ? "" : `${left + 14}px`
    this.#box.style.right = toTheLeft ? `${width - left + 14}px` : ""
    this.#box.style.top = `${Math.max(0, top - 20)}px`
  }
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement("div")
  element.className = className
  element.textContent = text
  return element
}

function rowLine(row: TooltipRow, index: number): HTMLElement {
  const element = line(`flex items-center gap-1.5 ${index ? "text-ink-2" : "font-medium"}`, "")
  const dot = line("size-2 shrink-0 rounded-full", "")
  dot.style.background = row.colour
  const spread = row.low !== null && row.high !== null && row.low !== row.high
  const range = spread ? ` (${formatNumber(row.low as number)} … ${formatNumber(row.high as number)})` : ""
  element.append(
    dot,
    line("min-w-0 flex-1 truncate", row.label),
    line("num whitespace-nowrap pl-2", `${index ? formatNumber(row.value, 5) : formatNumber(row.value, 9)}${range}`),
  )
  return element
}
