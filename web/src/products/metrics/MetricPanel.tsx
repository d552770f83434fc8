import { useMemo, useState } from "react"
import type { PointsSource } from "@/api"
import type { LineBranch } from "@/charts"
import { cx } from "@/lib/classNames"
import { Button, IconButton } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
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
}

interface MetricPanelProps {
  context: PanelContext
  metric: string
  /** Of the whole panel. */
  height: number
  /** It fills the screen, and has no button to get there. */
  full?: boolean
}

const FRAME_PX = 2
const HEAD_PX = 28
const FOOT_PX = 20

/** One metric of all shown runs, with a zoom and a y-axis of its own. */
export function MetricPanel({ context, metric, height, full = false }: MetricPanelProps) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const width = useElementWidth(box)
  const view = usePanelView(context.view, metric)
  const chartHeight = height - HEAD_PX - FOOT_PX - FRAME_PX
  return (
    <section
      aria-label={metric}
      style={{ height }}
      className="group flex min-w-0 flex-col rounded-lg border border-line bg-surface px-2"
    >
      <PanelHead context={context} metric={metric} view={view} full={full} />
      <div ref={setBox} className="min-w-0" style={{ height: chartHeight + FOOT_PX }}>
        {width > 0 && (
          <PanelChart
            context={context}
            metric={metric}
            view={view}
            width={width}
            height={chartHeight}
            onZoom={(range) => context.onChange(zoomPanel(context.view, metric, range))}
          />
        )}
      </div>
    </section>
  )
}

/** The view of the canvas with what this panel has of its own. */
function usePanelView(view: CanvasView, metric: string): CanvasView {
  return useMemo(
    () => ({
      ...view,
      range: view.zooms[metric] ?? view.range,
      logY: view.logY !== view.flipped.includes(metric),
    }),
    [view, metric],
  )
}

interface PanelHeadProps {
  context: PanelContext
  metric: string
  view: CanvasView
  full: boolean
}

function PanelHead({ context, metric, view, full }: PanelHeadProps) {
  const { onChange, view: canvas } = context
  const zoom = canvas.zooms[metric]
  const quiet = "opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
  return (
    <header className="flex shrink-0 items-center gap-1" style={{ height: HEAD_PX }}>
      <h3 className="min-w-0 flex-1 truncate font-medium text-sm" title={metric}>
        {panelTitle(metric)}
      </h3>
      {zoom && (
        <>
          <Chip onRemove={() => onChange(zoomPanel(canvas, metric, null))}>{describeRange(view.axis.kind, zoom)}</Chip>
          <Button
            size="sm"
            variant="ghost"
            className={cx("px-1", quiet)}
            onClick={() => onChange({ range: zoom, zooms: {} })}
          >
            Zoom all
          </Button>
        </>
      )}
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={view.logY}
        className={cx("h-5 px-1", !view.logY && quiet)}
        onClick={() => onChange({ flipped: toggled(canvas.flipped, metric) })}
      >
        <span className={view.logY ? "text-accent" : undefined}>log</span>
      </Button>
      {!full && (
        <IconButton
          icon="expand"
          label="Full screen"
          className={cx("size-5", quiet)}
          onClick={() => onChange({ full: metric })}
        />
      )}
    </header>
  )
}
