/** Where a picture stands in its frame: scaled around the frame's middle, then moved by pixels. */
export interface Zoom {
  scale: number
  x: number
  y: number
}

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 }
const MOST = 64

/** Scaled by a factor so that the point (from the frame's middle) stays where it is; never smaller than the frame. */
export function zoomAt(zoom: Zoom, factor: number, pointX: number, pointY: number): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * factor))
  if (scale === 1) return WHOLE
  const ratio = scale / zoom.scale
  return { scale, x: pointX - (pointX - zoom.x) * ratio, y: pointY - (pointY - zoom.y) * ratio }
}

/** Moved, but never out of the frame. */
export function panBy(zoom: Zoom, dx: number, dy: number, frameWidth: number, frameHeight: number): Zoom {
  const [mostX, mostY] = [(frameWidth * (zoom.scale - 1)) / 2, (frameHeight * (zoom.scale - 1)) / 2]
  const within = (value: number, most: number) => Math.min(most, Math.max(-most, value))
  return { ...zoom, x: within(zoom.x + dx, mostX), y: within(zoom.y + dy, mostY) }
}
