import { useMemo, useRef, useState } from "react"
import type { JsonObject } from "@/api"
import { cx } from "@/lib/classNames"
import { ResizeHandle } from "@/products/metrics/board/ResizeHandle"
import { useMediaQuery } from "@/products/workspace/useMediaQuery"
import { IconButton } from "@/ui/Button"
import type { Element } from "../document/blocks"
import {
  GRID_COLUMNS,
  type Panel,
  panelsOf,
  runSetsOf,
  withPanelConfig,
  withPanelSize,
  withPanels,
  withRunSet,
} from "../document/panels"
import { type RunSet, readRunSet } from "../document/runSets"
import { titleOfDocument } from "../document/titles"
import type { Home } from "../editor/home"
import { AddPanel } from "./AddPanel"
import { EditPanel } from "./EditPanel"
import { LiveRuns } from "./LiveRuns"
import { PanelBody } from "./PanelBody"
import { RunSetBar } from "./RunSetBar"

interface PanelGridProps {
  grid: Element
  /** The report's own project. */
  home: Home
  /** Null for reading only. */
  onChange: ((change: Pick<Element, "metadata">) => void) | null
}

const ROW_PX = 42
const GAP_PX = 10
const HEAD_PX = 30
const FRAME_PX = 14

/** Panels of the document over the runs of its run sets, drawn live. */
export function PanelGrid({ grid, home, onChange }: PanelGridProps) {
  const panels = useMemo(() => panelsOf(grid), [grid])
  const raw = useMemo(() => runSetsOf(grid), [grid])
  const { entity, project } = home
  const sets = useMemo(() => raw.map((set) => readRunSet(set, { entity, project })), [raw, entity, project])
  const shown = useMemo(() => sets.filter((set) => set.enabled), [sets])
  const narrow = useMediaQuery("(max-width: 900px)")
  const projects = new Map(shown.map((set) => [`${set.entity}/${set.project}`, set]))
  return (
    <section aria-label="Panels" className="report-grid my-1">
      {!home.byLink &&
        [...projects].map(([key, set]) => <LiveRuns key={key} entity={set.entity} project={set.project} />)}
      <div
        className={narrow ? "flex flex-col gap-2.5" : "grid"}
        style={
          narrow
            ? undefined
            : {
                gridTemplateColumns: `repeat(${GRID_COLUMNS}, minmax(0, 1fr))`,
                gap: GAP_PX,
                gridAutoRows: ROW_PX - GAP_PX,
              }
        }
      >
        {panels.map((panel, at) => (
          <PanelFrame
            key={panel.panelId}
            panel={panel}
            sets={shown}
            narrow={narrow}
            edit={
              onChange && {
                remove: () => onChange(withPanels(grid, (all) => all.toSpliced(at, 1))),
                resize: (size) => onChange(withPanelSize(grid, at, size)),
                change: (config) => onChange(withPanelConfig(grid, at, config)),
              }
            }
          />
        ))}
      </div>
      {panels.length === 0 && (
        <p className="rounded-lg border border-line border-dashed py-6 text-center text-ink-3">No panels yet.</p>
      )}
      <RunSets {...{ raw, sets, home }} onChange={onChange && ((at, set) => onChange(withRunSet(grid, at, set)))} />
      {onChange && <AddPanel set={sets[0] ?? null} onAdd={(add) => onChange(withPanels(grid, add))} />}
    </section>
  )
}

interface PanelFrameProps {
  panel: Panel
  sets: readonly RunSet[]
  narrow: boolean
  /** Null for reading only. */
  edit: {
    remove: () => void
    resize: (size: [number, number]) => void
    change: (config: JsonObject) => void
  } | null
}

const MOST_ROWS = 30

function PanelFrame({ panel, sets, narrow, edit }: PanelFrameProps) {
  const frame = useRef<HTMLElement>(null)
  const [editing, setEditing] = useState(false)
  const [preview, setPreview] = useState<[number, number] | null>(null)
  const { x, y } = panel.layout
  const [w, h] = preview ?? [panel.layout.w, panel.layout.h]
  const title = titleOfDocument(panel)
  const height = Math.max(1, h) * ROW_PX - GAP_PX
  const head = title || edit ? HEAD_PX : 8
  return (
    <section
      ref={frame}
      aria-label={title || "Panel"}
      className="group relative flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface px-3"
      style={narrow ? { height } : { gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}
    >
      <header className="flex shrink-0 items-center" style={{ height: head }}>
        <h4 className="min-w-0 flex-1 truncate font-medium text-sm" title={title}>
          {title}
        </h4>
        {edit && (
          <span className="flex opacity-0 focus-within:opacity-100 group-hover:opacity-100">
            <IconButton icon="edit" label="Edit the panel" className="size-5" onClick={() => setEditing(true)} />
            <IconButton icon="close" label="Remove the panel" className="size-5" onClick={edit.remove} />
          </span>
        )}
      </header>
      <div className="min-h-0 flex-1">
        <PanelBody panel={panel} sets={sets} height={height - head - FRAME_PX} />
      </div>
      {edit && !narrow && (
        <ResizeHandle
          title={title || "the panel"}
          size={[panel.layout.w, panel.layout.h]}
          columns={GRID_COLUMNS - x}
          rows={MOST_ROWS}
          unit={{ width: columnOf(frame.current, panel.layout.w), height: ROW_PX }}
          onPreview={setPreview}
          onSize={edit.resize}
        />
      )}
      {editing && edit && <EditPanel panel={panel} onClose={() => setEditing(false)} onSave={edit.change} />}
    </section>
  )
}

/** The width of one column, in px, of a panel that has so many. */
const columnOf = (frame: HTMLElement | null, columns: number) => ((frame?.offsetWidth ?? 0) + GAP_PX) / columns || 1

interface RunSetsProps {
  raw: JsonObject[]
  sets: RunSet[]
  home: PanelGridProps["home"]
  onChange: ((at: number, set: JsonObject) => void) | null
}

function RunSets({ raw, sets, home, onChange }: RunSetsProps) {
  return (
    <ul className={cx("mt-2 flex flex-col gap-1")}>
      {sets.map((set, at) => (
        <RunSetBar key={at} set={set} raw={raw[at]} home={home} onChange={onChange && ((next) => onChange(at, next))} />
      ))}
    </ul>
  )
}
