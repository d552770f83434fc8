import type { Section } from "./board/arrange"
import type { PanelSize } from "./view"

export const GAP_PX = 8
export const HEADER_PX = 32
const SECTION_GAP_PX = 12
/** An empty section is as high as something that can be hit with a panel. */
const EMPTY_PX = 40

/** Height of a panel, and the least width that columns are made for. */
export const PANEL_PX: Record<PanelSize, { height: number; width: number }> = {
  s: { height: 176, width: 230 },
  m: { height: 244, width: 330 },
  l: { height: 372, width: 540 },
}

/** Where a panel stands in its section, in columns and rows. */
export interface Box {
  panel: string
  column: number
  row: number
  width: number
  height: number
}

export interface SectionPlace {
  section: Section
  folded: boolean
  top: number
  height: number
  columns: number
  /** From one row of panels to the next. */
  rowPx: number
  boxes: Box[]
}

export interface Layout {
  places: SectionPlace[]
  height: number
}

interface LayoutOptions {
  folded: readonly string[]
  /** Of the panels of a section. */
  sizeOf: (section: string) => PanelSize
  /** Width and height of panels that have others than one column and one row. */
  sizes: Record<string, [number, number]>
  widthPx: number
}

/** Where every section and every panel stands: nothing needs to be drawn to know it. */
export function layoutSections(
  sections: readonly Section[],
  { folded, sizeOf, sizes, widthPx }: LayoutOptions,
): Layout {
  let top = 0
  const places = sections.map((section) => {
    const panel = PANEL_PX[sizeOf(section.name)]
    const columns = Math.max(1, Math.floor((widthPx + GAP_PX) / (panel.width + GAP_PX)))
    const rowPx = panel.height + GAP_PX
    const isFolded = folded.includes(section.name)
    const boxes = isFolded ? [] : packed(section.panels, sizes, columns)
    const rows = boxes.reduce((most, box) => Math.max(most, box.row + box.height), 0)
    const body = rows ? rows * rowPx + SECTION_GAP_PX : isFolded ? 0 : EMPTY_PX
    const place = { section, folded: isFolded, top, height: HEADER_PX + body, columns, rowPx, boxes }
    top += place.height
    return place
  })
  return { places, height: top }
}

/** Panels one after the other, each where it fits next: none comes before one that stands before it in the order. */
function packed(panels: readonly string[], sizes: Record<string, [number, number]>, columns: number): Box[] {
  const free = new Array<number>(columns).fill(0)
  let row = 0
  let column = 0
  return panels.map((panel) => {
    const [wide, height] = sizes[panel] ?? [1, 1]
    const width = Math.min(wide, columns)
    while (column + width > columns || free.slice(column, column + width).some((next) => next > row)) {
      column++
      if (column + width > columns) [row, column] = [row + 1, 0]
    }
    const box = { panel, column, row, width, height }
    free.fill(row + height, column, column + width)
    column += width
    return box
  })
}

export interface Window {
  top: number
  bottom: number
}

export function sectionsIn({ places }: Layout, { top, bottom }: Window): SectionPlace[] {
  return places.filter((place) => place.top < bottom && place.top + place.height > top)
}

/** The panels of a section that are in a window. */
export function boxesIn({ top: sectionTop, rowPx, boxes }: SectionPlace, { top, bottom }: Window): Box[] {
  const start = sectionTop + HEADER_PX
  return boxes.filter(({ row, height }) => start + row * rowPx < bottom && start + (row + height) * rowPx > top)
}
