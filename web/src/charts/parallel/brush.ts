import { categoryOf, type ParallelAxis, placeOf, valueAt } from "./axes"

/** What is chosen on one axis; both ends are included. */
export type Brush = { low: number; high: number } | { categories: readonly string[] }
/** By axis. A line is chosen when every brush holds it. */
export type Brushes = Readonly<Record<string, Brush>>

const DIGITS = 5

/** The brush between two places of an axis; null when it holds nothing. */
export function brushBetween(axis: ParallelAxis, from: number, to: number): Brush | null {
  const [bottom, top] = [Math.max(0, Math.min(from, to)), Math.min(1, Math.max(from, to))]
  if (axis.kind === "category") {
    const half = 0.5 / axis.categories.length
    const categories = axis.ticks.filter(({ place }) => place + half > bottom && place - half < top)
    return categories.length ? { categories: categories.map(({ label }) => label) } : null
  }
  if (bottom === top) return null
  return { low: shortened(valueAt(axis, bottom)), high: shortened(valueAt(axis, top)) }
}

/** Addresses are read by people: a drag is not exact to sixteen digits anyway. */
const shortened = (value: number) => Number(value.toPrecision(DIGITS))

/** The places that a brush covers, as pairs of bottom and top. */
export function spansOf(axis: ParallelAxis, brush: Brush): [number, number][] {
  if ("low" in brush) {
    if (axis.kind === "category") return []
    const bottom = axis.log && brush.low <= 0 ? 0 : placeOf(axis, brush.low)
    const top = axis.log && brush.high <= 0 ? 0 : placeOf(axis, brush.high)
    return [[clamp(bottom), clamp(top)]]
  }
  const half = 0.5 / axis.categories.length
  const chosen = axis.ticks.filter(({ label }) => brush.categories.includes(label))
  return axis.kind === "category" ? chosen.map(({ place }) => [place - half, place + half]) : []
}

const clamp = (place: number) => Math.min(1, Math.max(0, place))

export function holds(brush: Brush, value: unknown): boolean {
  if ("low" in brush) return typeof value === "number" && value >= brush.low && value <= brush.high
  const text = categoryOf(value)
  return text !== null && brush.categories.includes(text)
}

/** Which lines all brushes hold: 1 or 0 for each. */
export function chosenLines(axes: readonly ParallelAxis[], brushes: Brushes, lines: number): Uint8Array {
  const chosen = new Uint8Array(lines).fill(1)
  for (const axis of axes) {
    const brush = brushes[axis.axisId]
    if (!brush) continue
    for (let line = 0; line < lines; line++) if (!holds(brush, axis.values[line])) chosen[line] = 0
  }
  return chosen
}

/** Brushes with one of them changed; null takes it away. */
export function withBrush(brushes: Brushes, axisId: string, brush: Brush | null): Brushes {
  const { [axisId]: _, ...others } = brushes
  return brush ? { ...others, [axisId]: brush } : others
}

/** Brushes as text of an address: "config.lr:0.001..0.1~config.optimizer:adam|sgd". */
export function formatBrushes(brushes: Brushes): string {
  return Object.entries(brushes)
    .map(([axisId, brush]) => {
      const text = "low" in brush ? `${brush.low}..${brush.high}` : brush.categories.map(escaped).join("|")
      return `${escaped(axisId)}:${text}`
    })
    .join("~")
}

/** Two dots stand between the ends of a range, and nowhere else. */
const escaped = (text: string) =>
  text.replace(/[%:|]/g, encodeURIComponent).replaceAll("~", "%7E").replaceAll("..", "%2E%2E")

/** What cannot be read is left out. */
export function parseBrushes(text: string | undefined): Brushes {
  const brushes: Record<string, Brush> = {}
  for (const part of (text ?? "").split("~")) {
    const colon = part.indexOf(":")
    const brush = colon > 0 ? parseBrush(part.slice(colon + 1)) : null
    const axisId = unescaped(part.slice(0, colon))
    if (brush && axisId) brushes[axisId] = brush
  }
  return brushes
}

function parseBrush(text: string): Brush | null {
  if (text.includes("..")) {
    const [low, high] = text.split("..").map((part) => (part === "" ? Number.NaN : Number(part)))
    return low <= high ? { low, high } : null
  }
  const categories = text.split("|").map(unescaped)
  return categories.every((category) => category !== null) ? { categories } : null
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
