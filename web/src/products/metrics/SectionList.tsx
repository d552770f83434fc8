import { useState } from "react"
import { cx } from "@/lib/classNames"
import { formatCount } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { MetricPanel, type PanelContext } from "./MetricPanel"
import type { Section } from "./sections"
import type { PanelSize } from "./view"

const PANELS_AT_FIRST = 48
const GRID: Record<PanelSize, { height: number; minimum: string }> = {
  s: { height: 130, minimum: "220px" },
  m: { height: 190, minimum: "320px" },
  l: { height: 300, minimum: "520px" },
}

/** The sections of a canvas, each a grid of panels. */
export function SectionList({ sections, context }: { sections: Section[]; context: PanelContext }) {
  const { view, onChange } = context
  const toggle = (name: string) => {
    const folded = view.folded.includes(name)
    onChange({ folded: folded ? view.folded.filter((each) => each !== name) : [...view.folded, name] })
  }
  return sections.map((section) => (
    <SectionGrid
      key={section.name}
      section={section}
      context={context}
      folded={view.folded.includes(section.name)}
      onToggle={() => toggle(section.name)}
    />
  ))
}

interface SectionGridProps {
  section: Section
  context: PanelContext
  folded: boolean
  onToggle: () => void
}

function SectionGrid({ section, context, folded, onToggle }: SectionGridProps) {
  const [shown, setShown] = useState(PANELS_AT_FIRST)
  const { height, minimum } = GRID[context.view.size]
  const rest = section.metrics.length - shown
  return (
    <section className="mb-3">
      <button
        type="button"
        aria-expanded={!folded}
        onClick={onToggle}
        className="sticky top-0 z-10 flex h-8 w-full items-center gap-1.5 bg-canvas text-left font-semibold hover:text-accent"
      >
        <Icon name="chevronRight" size={13} className={cx("text-ink-3 transition-transform", !folded && "rotate-90")} />
        {section.name}
        <span className="num font-normal text-ink-3 text-sm">{formatCount(section.metrics.length)}</span>
      </button>
      {!folded && (
        <div
          className="grid gap-2"
          style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(${minimum}, 100%), 1fr))` }}
        >
          {section.metrics.slice(0, shown).map((metric) => (
            <MetricPanel key={metric} context={context} metric={metric} height={height} />
          ))}
        </div>
      )}
      {!folded && rest > 0 && (
        <Button variant="ghost" className="mt-2" onClick={() => setShown(shown + PANELS_AT_FIRST * 2)}>
          {`Show more of the other ${formatCount(rest)}`}
        </Button>
      )}
    </section>
  )
}
