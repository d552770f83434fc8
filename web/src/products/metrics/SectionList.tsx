import { useMemo, useState } from "react"
import { cx } from "@/lib/classNames"
import { formatCount } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import {
  GAP_PX,
  HEADER_PX,
  type Layout,
  layoutSections,
  PANEL_PX,
  panelsIn,
  type SectionPlace,
  sectionsIn,
  type Window,
} from "./layout"
import { MetricPanel, type PanelContext } from "./MetricPanel"
import type { Section } from "./sections"
import { useElementWidth } from "./useElementWidth"
import { useViewport } from "./useViewport"
import { toggled } from "./view"

/** The sections of a canvas, each a grid of panels. Only what is on the screen or near it is made. */
export function SectionList({ sections, context }: { sections: readonly Section[]; context: PanelContext }) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const width = useElementWidth(box)
  const window = useViewport(box)
  const { folded, size } = context.view
  const layout = useMemo(() => layoutSections(sections, folded, size, width), [sections, folded, size, width])
  return (
    <div ref={setBox} className="relative" style={{ height: layout.height }}>
      {width > 0 &&
        sectionsIn(layout, window).map((place) => (
          <SectionGrid key={place.section.name} place={place} layout={layout} window={window} context={context} />
        ))}
    </div>
  )
}

interface SectionGridProps {
  place: SectionPlace
  layout: Layout
  window: Window
  context: PanelContext
}

function SectionGrid({ place, layout, window, context }: SectionGridProps) {
  const { section, folded, top, height } = place
  const { view, onChange } = context
  const { row, metrics } = panelsIn(place, layout, window)
  return (
    <section aria-label={section.name} className="absolute inset-x-0" style={{ top, height }}>
      <button
        type="button"
        aria-expanded={!folded}
        onClick={() => onChange({ folded: toggled(view.folded, section.name) })}
        style={{ height: HEADER_PX }}
        className="sticky top-0 z-10 flex w-full items-center gap-1.5 bg-canvas text-left font-semibold hover:text-accent"
      >
        <Icon name="chevronRight" size={13} className={cx("text-ink-3 transition-transform", !folded && "rotate-90")} />
        {section.name}
        <span className="num font-normal text-ink-3 text-sm">{formatCount(section.metrics.length)}</span>
      </button>
      <div
        className="absolute inset-x-0 grid"
        style={{
          top: HEADER_PX + row * layout.rowPx,
          gap: GAP_PX,
          gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`,
          gridAutoRows: PANEL_PX[view.size].height,
        }}
      >
        {metrics.map((metric) => (
          <MetricPanel key={metric} context={context} metric={metric} height={PANEL_PX[view.size].height} />
        ))}
      </div>
    </section>
  )
}
