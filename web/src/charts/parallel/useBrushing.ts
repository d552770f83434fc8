import { type PointerEvent, useRef, useState } from "react"
import type { ParallelAxis } from "./axes"
import { type Brush, type Brushes, brushBetween, spansOf, withBrush } from "./brush"
import { axisAt, type Frame, placeAt } from "./geometry"

const NEAR_AXIS_PX = 14
const NEAR_EDGE_PX = 6
const CLICK_PX = 3

interface Drag {
  axis: ParallelAxis
  startY: number
  /** The end that stays, or the brush that moves as a whole. */
  anchor: number | { bottom: number; top: number }
  dragged: boolean
}

interface Brushing {
  /** As they stand now, also in the middle of a drag. */
  brushes: Brushes
  dragging: boolean
  down: (event: PointerEvent, x: number, y: number) => boolean
  move: (y: number) => void
  up: (y: number) => void
  cancel: () => void
}

/** Choosing ranges on axes with the pointer: a drag makes, moves or resizes a brush, a click takes it away. */
export function useBrushing(
  axes: readonly ParallelAxis[],
  frame: Frame,
  brushes: Brushes,
  onBrushes: (brushes: Brushes) => void,
): Brushing {
  const drag = useRef<Drag | null>(null)
  const [draft, setDraft] = useState<Brushes | null>(null)
  const at = (y: number) => placeAt(frame, y)
  const next = (y: number) =>
    drag.current && withBrush(brushes, drag.current.axis.axisId, draggedTo(drag.current, at, y))
  const end = () => {
    drag.current = null
    setDraft(null)
  }
  return {
    brushes: draft ?? brushes,
    dragging: draft !== null,
    down: (event, x, y) => {
      const axis = axes[axisAt(frame, x, NEAR_AXIS_PX)]
      if (!axis || event.button !== 0) return false
      const nearPlaces = NEAR_EDGE_PX / (frame.bottom - frame.top)
      drag.current = {
        axis,
        startY: y,
        anchor: anchorOf(axis, brushes[axis.axisId], at(y), nearPlaces),
        dragged: false,
      }
      return true
    },
    move: (y) => {
      if (!drag.current) return
      drag.current.dragged ||= Math.abs(y - drag.current.startY) > CLICK_PX
      if (drag.current.dragged) setDraft(next(y))
    },
    up: (y) => {
      const { axis, dragged } = drag.current ?? {}
      if (axis && dragged) onBrushes(next(y) ?? brushes)
      else if (axis) onBrushes(withBrush(brushes, axis.axisId, clicked(axis, brushes[axis.axisId], at(y))))
      end()
    },
    cancel: end,
  }
}

function anchorOf(axis: ParallelAxis, brush: Brush | undefined, place: number, near: number): Drag["anchor"] {
  const span = axis.kind === "number" && brush ? spansOf(axis, brush)[0] : undefined
  if (!span) return place
  const [bottom, top] = span
  if (Math.abs(place - bottom) <= near) return top
  if (Math.abs(place - top) <= near) return bottom
  return place > bottom && place < top ? { bottom, top } : place
}

function draggedTo({ axis, anchor, startY }: Drag, at: (y: number) => number, y: number): Brush | null {
  if (typeof anchor === "number") return brushBetween(axis, anchor, at(y))
  const way = Math.min(1 - anchor.top, Math.max(-anchor.bottom, at(y) - at(startY)))
  return brushBetween(axis, anchor.bottom + way, anchor.top + way)
}

/** A click on a category adds it or takes it away; elsewhere it clears the axis. */
function clicked(axis: ParallelAxis, brush: Brush | undefined, place: number): Brush | null {
  if (axis.kind !== "category") return null
  const here = brushBetween(axis, place, place)
  if (!here || !("categories" in here)) return null
  const before = brush && "categories" in brush ? brush.categories : []
  const [category] = here.categories
  const next = before.includes(category) ? before.filter((other) => other !== category) : [...before, category]
  return next.length && next.length < axis.categories.length ? { categories: next } : null
}
