import type { MenuEntry } from "@/ui/Menu"
import { isAdded } from "./board/edit"
import type { PanelBodyProps, PanelKinds } from "./board/kinds"
import { HEAD_PX, PanelFrame, type PanelPlace } from "./board/PanelFrame"
import { viewOf } from "./board/viewOf"
import { type Arrangement, MetricPanel, type PanelContext } from "./MetricPanel"

export interface BoardPanelProps {
  id: string
  section: string
  /** Null in full screen. */
  place: PanelPlace | null
  height: number
  context: PanelContext
  kinds: (PanelKinds & Pick<PanelBodyProps, "filter" | "onPeek">) | null
  /** All sections, for moving the panel without a pointer. */
  sections: readonly string[]
}

const FRAME_PX = 8

/** A panel of whatever kind: that of a metric, or one that somebody added. */
export function BoardPanel({ id, section, place, height, context, kinds, sections }: BoardPanelProps) {
  const { arrangement } = context
  const panel = arrangement?.board.panels.find((one) => one.id === id)
  const definedAxis = context.definitions.axes.get(panel?.fields[0] ?? id)
  const report = () =>
    context.onReport?.({
      panel: panel ?? { kind: "line", fields: [id] },
      view: viewOf(context.view, definedAxis, id, section, arrangement?.board),
    })
  const entries =
    arrangement && place ? entriesOf(id, section, sections, arrangement, context.onReport && report) : undefined
  if (!panel || !kinds) return <MetricPanel {...{ context, id, section, place, height, entries }} metric={id} />
  const title = kinds.titleOf(panel)
  if (panel.kind === "line") {
    return <MetricPanel {...{ context, id, section, place, height, entries, title }} metric={panel.fields[0] ?? ""} />
  }
  return (
    <PanelFrame
      {...{ id, title, height, place, entries }}
      actions={place ? (arrangement?.actions ?? null) : null}
      onFull={place ? () => context.onChange({ full: id }) : undefined}
    >
      <div className="min-h-0 flex-1 overflow-auto pb-1">
        <kinds.Body
          {...{ panel, context }}
          filter={kinds.filter}
          onPeek={kinds.onPeek}
          heightPx={height - HEAD_PX - FRAME_PX}
          onPanel={(next) => arrangement?.actions.change(next)}
        />
      </div>
    </PanelFrame>
  )
}

function entriesOf(
  id: string,
  section: string,
  sections: readonly string[],
  { board, actions }: Arrangement,
  onReport: (() => void) | null,
): MenuEntry[] {
  const others = sections.filter((name) => name !== section)
  return [
    { label: "Settings…", icon: "settings", onSelect: () => actions.edit(id) },
    { label: "Duplicate", icon: "copy", onSelect: () => actions.duplicate(id) },
    ...(onReport ? [{ label: "Add to report…", icon: "file" as const, onSelect: onReport }] : []),
    { label: "Move back", icon: "chevronLeft", onSelect: () => actions.step(id, -1) },
    { label: "Move on", icon: "chevronRight", onSelect: () => actions.step(id, 1) },
    isAdded(board, id)
      ? { label: "Remove", icon: "trash", danger: true, onSelect: () => actions.remove(id) }
      : { label: "Hide", icon: "eyeOff", onSelect: () => actions.remove(id) },
    ...(others.length > 0
      ? [
          { heading: "Move to section" },
          ...others.map((name) => ({ label: name, onSelect: () => actions.toSection(id, name) })),
        ]
      : []),
  ]
}
