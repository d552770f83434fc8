import type { Section } from "./sections"
import type { PanelSize } from "./view"

export const GAP_PX = 8
export const HEADER_PX = 32
const SECTION_GAP_PX = 12

/** Height of a panel, and the least width that columns are made for. */
export const PANEL_PX: Record<PanelSize, { height: number; width: number }> = {
  s: { height: 176, width: 230 },
  m: { height: 244, width: 330 },
  l: { height: 372, width: 540 },
}

export interface SectionPlace {
  section: Section
  folded: boolean
  top: number
  height: number
}

export interface Layout {
  places: SectionPlace[]
  columns: number
  /** From one row of panels to the next. */
  rowPx: number
  height: number
}

/** Where every section stands; panels have one size, so nothing needs to be drawn to know it. */
export function layoutSections(
  sections: readonly Section[],
  folded: readonly string[],
  size: PanelSize,
  widthPx: number,
): Layout {
  const panel = PANEL_PX[size]
  const columns = Math.max(1, Math.floor((widthPx + GAP_PX) / (panel.width + GAP_PX)))
  const rowPx = panel.height + GAP_PX
  let top = 0
  const places = sections.map((section) => {
    const isFolded = folded.includes(section.name)
    const rows = isFolded ? 0 : Math.ceil(section.metrics.length / columns)
    const place = { section, folded: isFolded, top, height: HEADER_PX + rows * rowPx + (rows ? SECTION_GAP_PX : 0) }
    top += place.height
    return place
  })
  return { places, columns, rowPx, height: top }
}

export interface Window {
  top: number
  bottom: number
}

export function sectionsIn({ places }: Layout, { top, bottom }: Window): SectionPlace[] {
  return places.filter((place) => place.top < bottom && place.top + place.height > top)
}

/** The panels of a section that are in a window: their names, and the row they begin with. */
export function panelsIn(
  place: SectionPlace,
  layout: Layout,
  { top, bottom }: Window,
): { row: number; metrics: string[] } {
  if (place.folded) return { row: 0, metrics: [] }
  const { columns, rowPx } = layout
  const start = place.top + HEADER_PX
  const row = Math.max(0, Math.floor((top - start) / rowPx))
  const end = Math.max(row, Math.ceil((bottom - start) / rowPx))
  return { row, metrics: place.section.metrics.slice(row * columns, end * columns) }
}
