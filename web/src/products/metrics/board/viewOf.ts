import type { XAxis } from "@/api"
import { STEP } from "../definitions"
import type { CanvasView, Range } from "../view"
import type { Board } from "./board"

/** The view of one panel: that of the canvas, then what its section, then what it has of its own. */
export interface PanelView extends CanvasView {
  axis: XAxis
  yRange: Range | null
}

/** `defined` is what the panel's metric is drawn over where nobody has chosen. */
export function viewOf(
  canvas: CanvasView,
  defined: XAxis | undefined,
  id: string,
  section?: string,
  board?: Board,
): PanelView {
  const { size: _size, ...ofSection } = board?.sections[section ?? ""] ?? {}
  const settings = { ...ofSection, ...board?.lines[id] }
  const axis = settings.axis ?? canvas.axis ?? defined ?? STEP
  const logY = settings.logY ?? canvas.logY
  return {
    ...canvas,
    ...settings,
    axis,
    range: canvas.zooms[id] ?? settings.range ?? (isOfCanvas(axis, canvas) ? canvas.range : null),
    yRange: settings.yRange ?? null,
    logY: logY !== canvas.flipped.includes(id),
  }
}

/** A range of the canvas is in the unit of the canvas's axis. */
export const isOfCanvas = (axis: XAxis, canvas: CanvasView): boolean =>
  JSON.stringify(axis) === JSON.stringify(canvas.axis ?? STEP)
