import type { Json, JsonObject } from "@/api"

/** Boxes or a mask that lie over an image: in a file of their own or, inside artifacts, in the value itself. */
export interface OverlayLayer {
  kind: "boxes" | "mask"
  name: string
  url: string | null
  content: Json
}

/** Class id → label. */
export type ClassLabels = Record<string, string>

export interface Overlay {
  layers: OverlayLayer[]
  /** Name of a layer → its labels, where the run knows them. */
  labels: Record<string, ClassLabels>
  /** A file that names the classes of all layers. */
  classesUrl: string | null
}

export interface BoxRect {
  x: number
  y: number
  width: number
  height: number
  classId: number
  /** What the client wrote on the box, if anything. */
  caption: string | null
  scores: Record<string, number>
}

type UrlOf = (path: string) => string

/** What lies over a single image, or over the n-th image of a list; null when nothing does. */
export function overlayOf(
  value: JsonObject,
  urlOf: UrlOf,
  labels: Record<string, ClassLabels> = {},
  index?: number,
): Overlay | null {
  const group = (name: string) => (index === undefined ? value[name] : at(value[`all_${name}`], index))
  const layers = [...layersIn(group("boxes"), "boxes", urlOf), ...layersIn(group("masks"), "mask", urlOf)]
  if (layers.length === 0) return null
  const classes = value.classes
  const path = isObject(classes) && typeof classes.path === "string" ? classes.path : null
  return { layers, labels, classesUrl: path === null ? null : urlOf(path) }
}

const at = (list: Json | undefined, index: number): Json | undefined => (Array.isArray(list) ? list[index] : undefined)
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function layersIn(group: Json | undefined, kind: OverlayLayer["kind"], urlOf: UrlOf): OverlayLayer[] {
  if (!isObject(group)) return []
  return Object.entries(group).flatMap(([name, entry]): OverlayLayer[] => {
    if (Array.isArray(entry)) return kind === "boxes" ? [{ kind, name, url: null, content: { box_data: entry } }] : []
    if (!isObject(entry)) return []
    if (typeof entry.url === "string") return [{ kind, name, url: entry.url, content: null }]
    if (typeof entry.path === "string") return [{ kind, name, url: urlOf(entry.path), content: null }]
    return Array.isArray(entry.box_data) ? [{ kind, name, url: null, content: entry }] : []
  })
}

interface BoxPosition {
  minX?: number
  maxX?: number
  minY?: number
  maxY?: number
  middle?: [number, number]
  width?: number
  height?: number
}
interface BoxFile {
  box_data?: {
    position?: BoxPosition
    domain?: string
    class_id?: number
    box_caption?: string
    scores?: Record<string, number>
  }[]
  class_labels?: ClassLabels
}

const MOST_BOXES = 5000

/** The boxes of a file in pixels of the image; positions without a domain are shares of its size. */
export function boxRects(content: unknown, imageWidth: number, imageHeight: number): BoxRect[] {
  const { box_data } = (content ?? {}) as BoxFile
  if (!Array.isArray(box_data)) return []
  return box_data.slice(0, MOST_BOXES).flatMap((box) => {
    if (typeof box !== "object" || box === null) return []
    const [left, top, width, height] = corners(box.position ?? {})
    if (![left, top, width, height].every(Number.isFinite)) return []
    const [sx, sy] = box.domain === "pixel" ? [1, 1] : [imageWidth, imageHeight]
    const caption = typeof box.box_caption === "string" ? box.box_caption : null
    const rect = { x: left * sx, y: top * sy, width: width * sx, height: height * sy }
    return [{ ...rect, classId: Number(box.class_id ?? 0), caption, scores: scoresOf(box.scores) }]
  })
}

const scoresOf = (scores: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries((scores ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  )

function corners({ minX, maxX, minY, maxY, middle, width = Number.NaN, height = Number.NaN }: BoxPosition): number[] {
  if (Array.isArray(middle)) return [middle[0] - width / 2, middle[1] - height / 2, width, height].map(Number)
  return [minX, minY, (maxX ?? Number.NaN) - (minX ?? Number.NaN), (maxY ?? Number.NaN) - (minY ?? Number.NaN)].map(
    Number,
  )
}

/** Labels that a file of boxes or of classes holds. */
export function labelsIn(content: unknown): ClassLabels {
  const { class_labels, class_set } = (content ?? {}) as { class_labels?: unknown; class_set?: unknown }
  const listed = Array.isArray(class_set)
    ? class_set.flatMap((each: { id?: unknown; name?: unknown } | null) =>
        each && (typeof each.id === "number" || typeof each.id === "string")
          ? [[String(each.id), String(each.name)]]
          : [],
      )
    : []
  const named = Object.entries((class_labels ?? {}) as Record<string, unknown>).map(([id, name]) => [id, String(name)])
  return Object.fromEntries([...listed, ...named])
}

/** Class → RGB, far apart by the golden angle; class 0 is commonly the ground and stays clear in masks. */
export function classColour(classId: number): [number, number, number] {
  const hue = (((classId * 137.508 + 20) % 360) + 360) % 360
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12
    return Math.round(255 * (0.55 - 0.4 * Math.max(-1, Math.min(place - 3, 9 - place, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

export const classCss = (classId: number) => `rgb(${classColour(classId).join(" ")})`

/**
 * Pixels of a mask (its first channel is the class) → pixels to lay over the image. In place.
 * The ground, class 0, stays clear unless it has a label of its own and is asked for. Returns the classes seen.
 */
export function colourMask(pixels: Uint8ClampedArray, isShown: (classId: number) => boolean): Set<number> {
  const seen = new Set<number>()
  const shown = Array.from({ length: 256 }, (_, classId) => isShown(classId))
  const colours = Array.from({ length: 256 }, (_, classId) => classColour(classId))
  for (let place = 0; place < pixels.length; place += 4) {
    const classId = pixels[place]
    seen.add(classId)
    const [red, green, blue] = colours[classId]
    pixels[place] = red
    pixels[place + 1] = green
    pixels[place + 2] = blue
    pixels[place + 3] = classId !== 0 && shown[classId] ? 255 : 0
  }
  return seen
}
