/**
 * Which rows of equal height are in view. No object for each row, so a million of them cost nothing; and past the
 * height that browsers can scroll (Firefox: about 17.8 million px) the scroll bar becomes a scale of the whole.
 */
export const MAX_SCROLL_PX = 8_000_000

export interface Geometry {
  count: number
  rowPx: number
  viewPx: number
}

export interface RowWindow {
  /** First row to draw, and the one after the last. */
  first: number
  end: number
  /** Where the first of them stands in the scrolled content, in px. */
  topPx: number
}

export const contentHeight = ({ count, rowPx }: Geometry): number => Math.min(count * rowPx, MAX_SCROLL_PX)

/** How many px of rows one px of scrolling passes; 1 unless the content is too high. */
export function scrollRatio(geometry: Geometry): number {
  const scrollable = contentHeight(geometry) - geometry.viewPx
  const rows = geometry.count * geometry.rowPx - geometry.viewPx
  return scrollable > 0 && rows > scrollable ? rows / scrollable : 1
}

export function rowWindow(scrollTop: number, geometry: Geometry, overscan = 6): RowWindow {
  const { count, rowPx, viewPx } = geometry
  const position = Math.max(0, scrollTop) * scrollRatio(geometry)
  const first = Math.max(0, Math.min(count, Math.floor(position / rowPx)) - overscan)
  const end = Math.min(count, Math.ceil((position + viewPx) / rowPx) + overscan)
  return { first, end, topPx: Math.max(0, scrollTop) - (position - first * rowPx) }
}

/** The scroll position that puts a row at `place` of the view: 0 top, 0.5 middle. */
export function scrollTopOf(row: number, geometry: Geometry, place = 0): number {
  const position = row * geometry.rowPx - place * (geometry.viewPx - geometry.rowPx)
  const last = Math.max(0, contentHeight(geometry) - geometry.viewPx)
  return Math.min(last, Math.max(0, position / scrollRatio(geometry)))
}
