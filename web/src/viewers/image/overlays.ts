import type { Json, JsonObject } from "@/api"

/** Files with boxes or masks that were logged with an image. */
export interface OverlayFiles {
  boxes: string[]
  masks: string[]
}

export interface BoxRect {
  x: number
  y: number
  width: number
  height: number
  classId: number
  label: string
}

type UrlOf = (path: string) => string

/** `boxes` and `masks` of a single image, `all_boxes` and `all_masks` of the n-th image of a list. */
export function overlayFiles(value: JsonObject, urlOf: UrlOf, index?: number): OverlayFiles {
  const of = (name: string) => urlsOf(index === undefined ? value[name] : at(value[`all_${name}`], index), urlOf)
  return { boxes: of("boxes"), masks: of("masks") }
}

const at = (list: Json | undefined, index: number): Json | undefined => (Array.isArray(list) ? list[index] : undefined)

function urlsOf(group: Json | undefined, urlOf: UrlOf): string[] {
  if (typeof group !== "object" || group === null || Array.isArray(group)) return []
  return Object.values(group).flatMap((file) => {
    if (typeof file !== "object" || file === null || Array.isArray(file)) return []
    if (typeof file.url === "string") return [file.url]
    return typeof file.path === "string" ? [urlOf(file.path)] : []
  })
}

interface BoxFile {
  box_data?: {
    position?: {
      minX?: number
      maxX?: number
      minY?: number
      maxY?: number
      middle?: [number, number]
      width?: number
      height?: number
    }
    domain?: string
    class_id?: number
    box_caption?: string
    scores?: Record<string, number>
  }[]
  class_labels?: Record<string, string>
}

/** The boxes of a file in pixels of the image; positions without a domain are shares of its size. */
export function boxRects(content: unknown, imageWidth: number, imageHeight: number): BoxRect[] {
  const { box_data, class_labels = {} } = (content ?? {}) as BoxFile
  if (!Array.isArray(box_data)) return []
  return box_data.flatMap((box) => {
    const { position = {}, class_id: classId = 0 } = box
    const [left, top, width, height] = corners(position)
    if (![left, top, width, height].every(Number.isFinite)) return []
    const [sx, sy] = box.domain === "pixel" ? [1, 1] : [imageWidth, imageHeight]
    const label = box.box_caption ?? class_labels[String(classId)] ?? `class ${classId}`
    return [{ x: left * sx, y: top * sy, width: width * sx, height: height * sy, classId, label }]
  })
}

function corners(position: NonNullable<NonNullable<BoxFile["box_data"]>[number]["position"]>): number[] {
  const { minX, maxX, minY, maxY, middle, width = Number.NaN, height = Number.NaN } = position
  if (middle) return [middle[0] - width / 2, middle[1] - height / 2, width, height]
  return [minX, minY, (maxX ?? Number.NaN) - (minX ?? Number.NaN), (maxY ?? Number.NaN) - (minY ?? Number.NaN)].map(
    Number,
  )
}

/** Class → RGB, far apart by the golden angle; class 0 is commonly the ground and stays clear in masks. */
export function classColour(classId: number): [number, number, number] {
  const hue = (classId * 137.508 + 20) % 360
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12
    return Math.round(255 * (0.55 - 0.4 * Math.max(-1, Math.min(place - 3, 9 - place, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

export const classCss = (classId: number) => `rgb(${classColour(classId).join(" ")})`

/** Pixels of a mask (its first channel is the class) → pixels to lay over the image. In place. */
export function colourMask(pixels: Uint8ClampedArray): void {
  for (let place = 0; place < pixels.length; place += 4) {
    const classId = pixels[place]
    const [red, green, blue] = classColour(classId)
    pixels[place] = red
    pixels[place + 1] = green
    pixels[place + 2] = blue
    pixels[place + 3] = classId === 0 ? 0 : 150
  }
}
