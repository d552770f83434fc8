import type { BoxRect } from "./overlays"

/** Where the label of a box begins, its baseline, and the size of its text, all in pixels of the image. */
export interface LabelPlace {
  x: number
  y: number
  size: number
}

const TEXT_PX = 12
const LARGEST_SHARE = 0.09
/** Width of a character of a sans-serif face, in sizes of the text: a guess that is rather too wide. */
const CHARACTER = 0.6

/** Image pixels per px of the screen, for an image that is fitted into a frame and then enlarged `scale` times. */
export function pixelsPerPx(image: [number, number], frame: [number, number], scale: number): number {
  const fitted = Math.max(image[0] / frame[0], image[1] / frame[1])
  return Number.isFinite(fitted) ? fitted / scale : 0
}

/** A label of the same size on every screen, within its box at the top left, moved so that the image holds it. */
export function labelPlace(text: string, box: BoxRect, image: [number, number], unit: number): LabelPlace {
  const size = Math.min(TEXT_PX * unit, image[1] * LARGEST_SHARE)
  const pad = size / 4
  const room = image[0] - text.length * size * CHARACTER - pad
  return {
    x: Math.max(0, Math.min(box.x + pad, room)),
    y: Math.max(0, Math.min(box.y, image[1] - size)) + size,
    size,
  }
}
