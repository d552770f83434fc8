import type { Line } from "./lines"
import { nearestIndex, valueAt } from "./search"

/** What one line says at a place of x. */
export interface Reading {
  line: Line
  index: number
  value: number
  /** How far the line passes from the pointer, in px. */
  distance: number
}

/** Every line at `x`, the one nearest to the pointer's height first. `toPx` gives the height of a value. */
export function readLines(lines: readonly Line[], x: number, yPx: number, toPx: (value: number) => number): Reading[] {
  const readings: Reading[] = []
  for (const line of lines) {
    const index = nearestIndex(line.x, line.y, x)
    if (index < 0) continue
    const passing = valueAt(line.x, line.y, x)
    const away = Math.abs(toPx(Number.isNaN(passing) ? line.y[index] : passing) - yPx)
    readings.push({ line, index, value: line.y[index], distance: Number.isNaN(away) ? Number.POSITIVE_INFINITY : away })
  }
  return readings.sort((one, other) => one.distance - other.distance)
}
