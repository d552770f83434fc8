import { type ReactNode, useMemo, useState } from "react"
import { cx } from "@/lib/classNames"
import type { Section } from "./board/arrange"
import type { Board } from "./board/board"
import type { PanelPlace } from "./board/PanelFrame"
import { SectionHead } from "./board/SectionHead"
import {
  type Box,
  boxesIn,
  GAP_PX,
  HEADER_PX,
  layoutSections,
  type SectionPlace,
  sectionsIn,
  type Window,
} from "./layout"
import type { PanelContext } from "./MetricPanel"
import { useElementWidth } from "./useElementWidth"
import { useViewport } from "./useViewport"

interface SectionListProps {
  sections: readonly Section[]
  context: PanelContext
  board: Board
  renderPanel: (panel: string, place: PanelPlace, heightPx: number) => ReactNode
}

/** The sections of a canvas, each a grid of panels. Only what is on the screen or near it is made. */
export function SectionList({ sections, context, board, renderPanel }: SectionListProps) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const widthPx = useElementWidth(box)
  const window = useViewport(box)
  const { folded, size } = context.view
  const layout = useMemo(() => {
    const sizeOf = (section: string) => board.sections[section]?.size ?? size
    return layoutSections(sections, { folded, sizeOf, sizes: board.sizes, widthPx })
  }, [sections, folded, size, board.sections, board.sizes, widthPx])
  const names = useMemo(() => sections.map(({ name }) => name), [sections])
  return (
    <div ref={setBox} className="relative" style={{ height: layout.height }}>
      {widthPx > 0 &&
        sectionsIn(layout, window).map((place) => (
          <SectionGrid key={place.section.name} {...{ place, window, widthPx, context, names, renderPanel }} />
        ))}
    </div>
  )
}

interface SectionGridProps {
  place: SectionPlace
  window: Window
  widthPx: number
  context: PanelContext
  names: readonly string[]
  renderPanel: SectionListProps["renderPanel"]
}

function SectionGrid({ place, window, widthPx, context, names, renderPanel }: SectionGridProps) {
  const { section, top, height, columns, rowPx } = place
  const columnPx = (widthPx + GAP_PX) / columns
  const unit = { width: columnPx, height: rowPx }
  const placeOf = (box: Box): PanelPlace => ({
    section: section.name,
    index: section.panels.indexOf(box.panel),
    size: [box.width, box.height],
    columns,
    unit,
  })
  return (
    <section aria-label={section.name} className="absolute inset-x-0" style={{ top, height }}>
      <SectionHead section={section} folded={place.folded} context={context} names={names} />
      {boxesIn(place, window).map((box) => (
        <div
          key={box.panel}
          className="absolute"
          style={{
            top: HEADER_PX + box.row * rowPx,
            left: box.column * columnPx,
            width: box.width * columnPx - GAP_PX,
          }}
        >
          {renderPanel(box.panel, placeOf(box), box.height * rowPx - GAP_PX)}
        </div>
      ))}
      {section.panels.length === 0 && !place.folded && (
        <p className={cx("rounded-lg border border-line border-dashed py-2 text-center text-ink-3 text-sm")}>
          Nothing here yet: drag panels to the name of the section, or add one.
        </p>
      )}
    </section>
  )
}
