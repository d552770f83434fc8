/** Points with colours, boxes and arrows, as the client logs them (protocol notes 6.1). */
export interface Cloud {
  /** x, y, z of each point. */
  positions: Float32Array
  /** Red, green, blue of each point, 0 to 1; null when the file has none. */
  colours: Float32Array | null
  boxes: CloudBox[]
  arrows: CloudArrow[]
}

export interface CloudBox {
  /** Eight corners, x, y, z each. */
  corners: number[]
  label: string
  colour: string
}

export interface CloudArrow {
  start: [number, number, number]
  end: [number, number, number]
  colour: string
}

const MOST_POINTS = 2_000_000
const CATEGORIES = ["#5aa9ff", "#ff9a4d", "#3ecf9f", "#f07cc6", "#e3c04a", "#a692ff", "#ff7d86", "#3fd0dc"].map(
  channels,
)

/** Rows of x, y, z, then a category or three colour values up to 255; or a scene of points, boxes and arrows. */
export function readCloud(content: unknown): Cloud {
  const scene = Array.isArray(content) ? { points: content } : ((content ?? {}) as Record<string, unknown>)
  const rows = asList(scene.points).slice(0, MOST_POINTS).filter(isPoint)
  const boxes = asList(scene.boxes).flatMap(readBox)
  const arrows = asList(scene.vectors).flatMap(readArrow)
  if (rows.length + boxes.length + arrows.length === 0) throw new Error("The file holds no points.")
  const positions = new Float32Array(rows.length * 3)
  rows.forEach((row, place) => {
    positions.set(row.slice(0, 3), place * 3)
  })
  return { positions, colours: rows.some((row) => row.length > 3) ? coloursOf(rows) : null, boxes, arrows }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const isPoint = (row: unknown): row is number[] =>
  Array.isArray(row) && row.length >= 3 && row.slice(0, 3).every(Number.isFinite)

function coloursOf(rows: number[][]): Float32Array {
  const colours = new Float32Array(rows.length * 3)
  rows.forEach((row, place) => {
    const category = Math.abs(Math.round(Number(row[3]) || 0)) % CATEGORIES.length
    const colour = row.length >= 6 ? row.slice(3, 6).map((value) => value / 255) : CATEGORIES[category]
    colours.set(colour, place * 3)
  })
  return colours
}

function readBox(value: unknown): CloudBox[] {
  const { corners, label, color } = (value ?? {}) as Record<string, unknown>
  const points = asList(corners)
  if (points.length !== 8 || !points.every(isPoint)) return []
  return [{ corners: points.flatMap((point) => point.slice(0, 3)), label: textOf(label), colour: colourOf(color) }]
}

function readArrow(value: unknown): CloudArrow[] {
  const { start, end, color } = (value ?? {}) as Record<string, unknown>
  if (!isPoint(start) || !isPoint(end)) return []
  return [{ start: [start[0], start[1], start[2]], end: [end[0], end[1], end[2]], colour: colourOf(color) }]
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "")
const colourOf = (value: unknown): string =>
  isPoint(value)
    ? `rgb(${value
        .slice(0, 3)
        .map((channel) => Math.min(255, Math.max(0, Math.round(channel))))
        .join(",")})`
    : "#ff9a4d"

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}
