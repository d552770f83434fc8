/**
 * Colours of a value between worst and best, even in lightness and safe for colour-blind eyes. The best values differ
 * most from the ground of each theme, every step by at least 3:1.
 */
const LIGHT = ["#8f8a52", "#5f9048", "#268a5f", "#0f7f7b", "#1f6a8f", "#33509a", "#43338f", "#440154"]
const DARK = ["#6a61a8", "#5375b8", "#3f8cb4", "#36a19f", "#4bb583", "#7fc75c", "#bcd83c", "#fde725"]

export const STEPS = 24

/** One colour for each step, worst first. */
export function rampColours(dark: boolean): string[] {
  const stops = dark ? DARK : LIGHT
  return Array.from({ length: STEPS }, (_, step) => mixed(stops, step / (STEPS - 1)))
}

function mixed(stops: readonly string[], share: number): string {
  const at = Math.min(share * (stops.length - 1), stops.length - 1 - 1e-9)
  const [from, to] = [channels(stops[Math.floor(at)]), channels(stops[Math.floor(at) + 1])]
  const part = at - Math.floor(at)
  return `rgb(${from.map((value, index) => Math.round(value + (to[index] - value) * part)).join(" ")})`
}

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** The step of a place on the colour axis; -1 for a line that has none. */
export function stepOf(place: number, lowIsBest: boolean): number {
  if (Number.isNaN(place)) return -1
  const good = lowIsBest ? 1 - place : place
  return Math.min(STEPS - 1, Math.max(0, Math.floor(good * STEPS)))
}
