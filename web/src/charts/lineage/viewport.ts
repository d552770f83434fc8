/** Where a drawing lies in its frame. Pure. */

export interface View {
  x: number
  y: number
  scale: number
}

export interface Size {
  width: number
  height: number
}

const LEAST = 0.15
const MOST = 1.6
const MARGIN = 32

/** Smaller than this, names cannot be read. */
const READABLE = 0.78

/** All of the drawing when it can be read like that; else a readable part with the box in its middle. */
export function firstView(drawing: Size, box: Size & { x: number; y: number }, frame: Size): View {
  const all = fitView(drawing, frame)
  if (all.scale >= READABLE) return all
  const place = (size: number, start: number, length: number, room: number) => {
    if (size * READABLE + 2 * MARGIN <= room) return (room - size * READABLE) / 2
    const wanted = room / 2 - (start + length / 2) * READABLE
    return Math.min(MARGIN, Math.max(room - MARGIN - size * READABLE, wanted))
  }
  return {
    scale: READABLE,
    x: place(drawing.width, box.x, box.width, frame.width),
    y: place(drawing.height, box.y, box.height, frame.height),
  }
}

/** All of the drawing, centred, never larger than life. */
export function fitView(drawing: Size, frame: Size): View {
  const wanted = Math.min(
    (frame.width - 2 * MARGIN) / Math.max(1, drawing.width),
    (frame.height - 2 * MARGIN) / Math.max(1, drawing.height),
  )
  const scale = Math.min(1, Math.max(LEAST, wanted))
  return {
    scale,
    x: (frame.width - drawing.width * scale) / 2,
    y: (frame.height - drawing.height * scale) / 2,
  }
}

/** Closer or farther, with the point of the frame that is under the pointer staying where it is. */
export function zoomView(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor))
  const ratio = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }
}

/** The same scale, moved just so far that the box is in view. */
export function revealBox(view: View, box: Size & { x: number; y: number }, frame: Size): View {
  const left = view.x + box.x * view.scale
  const top = view.y + box.y * view.scale
  return {
    scale: view.scale,
    x: view.x + inside(left, box.width * view.scale, frame.width),
    y: view.y + inside(top, box.height * view.scale, frame.height),
  }
}

function inside(start: number, length: number, room: number): number {
  if (start < MARGIN) return MARGIN - start
  if (start + length > room - MARGIN) return room - MARGIN - start - length
  return 0
}
