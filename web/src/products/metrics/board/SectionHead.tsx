import { useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { formatCount } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { Menu, type MenuEntry } from "@/ui/Menu"
import { HEADER_PX } from "../layout"
import type { PanelContext } from "../MetricPanel"
import { toggled } from "../view"
import type { Section } from "./arrange"
import { withoutSection, withSection, withSectionMoved } from "./edit"
import { SectionDialog } from "./SettingsDialogs"
import { useSectionDrop } from "./useDragging"

interface SectionHeadProps {
  section: Section
  folded: boolean
  context: PanelContext
  /** All sections in their order. */
  names: readonly string[]
}

/** Folds the section, takes panels that are dropped on it, and has its settings. */
export function SectionHead({ section, folded, context, names }: SectionHeadProps) {
  const head = useRef<HTMLDivElement>(null)
  const [asking, setAsking] = useState(false)
  const { view, onChange, arrangement } = context
  const over = useSectionDrop(head, (id) => arrangement?.actions.toSection(id, section.name))
  return (
    <div
      ref={head}
      style={{ height: HEADER_PX }}
      className={cx(
        "group/head sticky top-0 z-10 md:top-(--bar-px) flex items-center bg-canvas",
        over && "rounded bg-accent-soft",
      )}
    >
      <h2 className="flex h-full min-w-0 flex-1">
        <button
          type="button"
          aria-expanded={!folded}
          onClick={() => onChange({ folded: toggled(view.folded, section.name) })}
          className="flex h-full min-w-0 flex-1 items-center gap-1.5 text-left font-semibold hover:text-accent"
        >
          <Icon
            name="chevronRight"
            size={13}
            className={cx("text-ink-3 transition-transform", !folded && "rotate-90")}
          />
          <span className="truncate">{section.name}</span>
          <span className="num font-normal text-ink-3 text-sm">{formatCount(section.panels.length)}</span>
        </button>
      </h2>
      {arrangement && (
        <Menu
          align="end"
          trigger={
            <IconButton
              icon="more"
              label={`Menu of section ${section.name}`}
              className="size-6 opacity-0 focus-visible:opacity-100 group-hover/head:opacity-100"
            />
          }
          entries={entriesOf(section, names, arrangement, () => setAsking(true))}
        />
      )}
      {asking && arrangement && (
        <SectionDialog
          name={section.name}
          settings={arrangement.board.sections[section.name] ?? {}}
          context={context}
          onClose={() => setAsking(false)}
          onSave={(settings) => {
            setAsking(false)
            arrangement.change((board) => withSection(board, section.name, settings))
          }}
        />
      )}
    </div>
  )
}

function entriesOf(
  { name, panels }: Section,
  names: readonly string[],
  { board, change, onAdd }: NonNullable<PanelContext["arrangement"]>,
  onSettings: () => void,
): MenuEntry[] {
  const at = names.indexOf(name)
  const move = (step: 1 | -1) => () => change((board) => withSectionMoved(board, names, name, step))
  const isOwn = panels.length === 0 && board.order.includes(name)
  return [
    { label: "Add a panel here…", icon: "plus", onSelect: () => onAdd(name) },
    { label: "Settings…", icon: "settings", onSelect: onSettings },
    { label: "Move up", icon: "arrowUp", disabled: at <= 0, onSelect: move(-1) },
    { label: "Move down", icon: "arrowDown", disabled: at >= names.length - 1, onSelect: move(1) },
    ...(isOwn
      ? [
          {
            label: "Remove the section",
            icon: "trash" as const,
            danger: true,
            onSelect: () => change((board) => withoutSection(board, name)),
          },
        ]
      : []),
  ]
}
