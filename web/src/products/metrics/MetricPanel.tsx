import { useMemo, useState } from "react"
import type { PointsSource } from "@/api"
import type { AxisKind, LineBranch } from "@/charts"
import { cx } from "@/lib/classNames"
import { Button, IconButton } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import type { MenuEntry } from "@/ui/Menu"
import type { BoardActions } from "./board/actions"
import type { Board } from "./board/board"
import type { NewPanel } from "./board/kinds"
import { HEAD_PX, PanelFrame, type PanelPlace } from "./board/PanelFrame"
import { isOfCanvas, type PanelView, viewOf } from "./board/viewOf"
import type { Definitions } from "./definitions"
import { describeRange } from "./describeRange"
import type { Grouping } from "./grouping"
import { PanelChart } from "./PanelChart"
import { panelTitle } from "./sections"
import { useElementWidth } from "./useElementWidth"
import { type CanvasView, toggled, zoomPanel } from "./view"

/** A run as charts show it. */
export interface ChartRun {
  run_id: string
  label: string
  colour: string
  dash?: number[]
  branch?: LineBranch
}

/** What people made of the canvas, and how they go on. */
export interface Arrangement {
  board: Board
  change: (edit: (board: Board) => Board) => void
  actions: BoardActions
  /** A new panel is asked for, to stand in a section. */
  onAdd: (section: string) => void
}

export interface PanelContext {
  entity: string
  project: string
  source: PointsSource
  /** The lines: runs, or groups of them. */
  runs: ChartRun[]
  grouping: Grouping | null
  /** Some of the runs may log more. */
  live: boolean
  view: CanvasView
  onChange: (change: Partial<CanvasView>) => void
  /** All metrics that the runs logged, and what may stand on x. */
  metrics: readonly string[]
  definitions: Definitions
  axes: readonly AxisKind[]
  /** Null where panels stand as they come. */
  arrangement: Arrangement | null
  /** A panel is to be added to a report; null where that cannot be. */
  onReport: ((asked: AskedPanel) => void) | null
}

/** A panel, and how it is drawn now. */
export interface AskedPanel {
  panel: NewPanel
  view: PanelView
}

interface MetricPanelProps {
  context: PanelContext
  /** The metric, or the id of an added panel. */
  id: string
  metric: string
  section: string
  title?: string
  /** Of the whole panel. */
  height: number
  /** Null in full screen. */
  place: PanelPlace | null
  entries?: readonly MenuEntry[]
}

const FRAME_PX = 2
const FOOT_PX = 20

/** One metric of all shown runs, with a zoom and settings of its own. */
export function MetricPanel({ context, id, metric, section, title, height, place, entries }: MetricPanelProps) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const width = useElementWidth(box)
  const { onChange, arrangement } = context
  const board = arrangement?.board
  const defined = context.definitions.axes.get(metric)
  const view = useMemo(
    () => viewOf(context.view, defined, id, section, board),
    [context.view, defined, id, section, board],
  )
  const chartHeight = height - HEAD_PX - FOOT_PX - FRAME_PX
  return (
    <PanelFrame
      id={id}
      title={title ?? panelTitle(metric)}
      label={title ?? metric}
      height={height}
      place={place}
      actions={place ? (arrangement?.actions ?? null) : null}
      entries={entries}
      tools={<LineTools context={context} id={id} view={view} />}
      quiet={
        <>
          {!view.logY && <LogButton {...{ context, id }} on={false} />}
          {!entries && context.onReport && (
            <IconButton
              icon="file"
              label="Add to report"
              className="size-5"
              onClick={() => context.onReport?.({ panel: { kind: "line", fields: [metric] }, view })}
            />
          )}
        </>
      }
      onFull={place ? () => onChange({ full: id }) : undefined}
    >
      <div ref={setBox} className="min-w-0" style={{ height: chartHeight + FOOT_PX }}>
        {width > 0 && (
          <PanelChart
            context={context}
            metric={metric}
            view={view}
            width={width}
            height={chartHeight}
            onZoom={(range) => onChange(zoomPanel(context.view, id, range))}
          />
        )}
      </div>
    </PanelFrame>
  )
}

function LineTools({ context, id, view }: { context: PanelContext; id: string; view: PanelView }) {
  const { onChange, view: canvas } = context
  const zoom = canvas.zooms[id]
  const quiet = "opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
  return (
    <>
      {zoom && (
        <>
          <Chip onRemove={() => onChange(zoomPanel(canvas, id, null))}>{describeRange(view.axis.kind, zoom)}</Chip>
          {isOfCanvas(view.axis, canvas) && (
            <Button
              size="sm"
              variant="ghost"
              className={cx("px-1", quiet)}
              onClick={() => onChange({ range: zoom, zooms: {} })}
            >
              Zoom all
            </Button>
          )}
        </>
      )}
      {view.logY && <LogButton {...{ context, id }} on />}
    </>
  )
}

function LogButton({ context, id, on }: { context: PanelContext; id: string; on: boolean }) {
  const { onChange, view } = context
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-pressed={on}
      className="h-5 px-1"
      onClick={() => onChange({ flipped: toggled(view.flipped, id) })}
    >
      <span className={on ? "text-accent" : undefined}>log</span>
    </Button>
  )
}
