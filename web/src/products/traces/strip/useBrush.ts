import { type PointerEvent, useState } from "react"

/** What is being drawn over, as shares of the width. */
export interface Brush {
  from: number
  to: number
}

export interface BrushHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: (event: PointerEvent<HTMLElement>) => void
  onPointerCancel: () => void
  onPointerLeave: () => void
  onDoubleClick: () => void
}

/** Narrower than this was a click. */
const LEAST_PX = 4

/** A range is drawn with the pointer over any of several boxes that show the same; `onPoint` hears where it is. */
export function useBrush(
  onDrawn: (from: number, to: number) => void,
  onGivenUp: () => void,
  onPoint: (share: number | null) => void,
): { brush: Brush | null; handlers: BrushHandlers } {
  const [brush, setBrush] = useState<Brush | null>(null)
  const handlers: BrushHandlers = {
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const from = shareOf(event)
      setBrush({ from, to: from })
    },
    onPointerMove: (event) => {
      const share = shareOf(event)
      onPoint(share)
      if (brush) setBrush({ ...brush, to: share })
    },
    onPointerUp: (event) => {
      setBrush(null)
      if (!brush) return
      const to = shareOf(event)
      if (Math.abs(to - brush.from) * event.currentTarget.clientWidth >= LEAST_PX) onDrawn(brush.from, to)
    },
    onPointerCancel: () => setBrush(null),
    onPointerLeave: () => onPoint(null),
    onDoubleClick: onGivenUp,
  }
  return { brush, handlers }
}

function shareOf(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return Math.min(Math.max((event.clientX - left) / (width || 1), 0), 1)
}
