import type { CanvasView, Range } from "../view"
import type { Board } from "./board"

/** The view of one panel: that of the canvas, then what its section, then what it has of its own. */
export interface PanelView extends CanvasView {
  yRange: Range | null
}

export function viewOf(canvas: CanvasView, id: string, section?: string, board?: Board): PanelView {
  const { size: _size, ...ofSection } = board?.sections[section ?? ""] ?? {}
  const settings = { ...ofSection, ...board?.lines[id] }
  const axis = settings.axis ?? canvas.axis
  // A range of the canvas is in the unit of the canvas's axis.
  const sameAxis = JSON.stringify(axis) === JSON.stringify(canvas.axis)
  const logY = settings.logY ?? canvas.logY
  return {
    ...canvas,
    ...settings,
    axis,
    range: canvas.zooms[id] ?? settings.range ?? (sameAxis ? canvas.range : null),
    yRange: settings.yRange ?? null,
    logY: logY !== canvas.flipped.includes(id),
  }
}
