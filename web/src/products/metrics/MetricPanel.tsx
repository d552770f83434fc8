import { useMemo, useState } from "react"
import type { PointsSource } from "@/api"
import { errorMessage } from "@/api"
import { type ChartSeries, LineChart, TruthFooter } from "@/charts"
import { cx } from "@/lib/classNames"
import { Button, IconButton } from "@/ui/Button"
import { truthOf } from "./envelopes"
import { bucketsFor, useElementWidth } from "./useElementWidth"
import { useInView } from "./useInView"
import { type PointsScope, useMetricPoints } from "./useMetricPoints"
import type { CanvasView } from "./view"

/** A run as charts show it. */
export interface ChartRun {
  run_id: string
  label: string
  colour: string
  dash?: number[]
}

export interface PanelContext {
  entity: string
  project: string
  source: PointsSource
  runs: ChartRun[]
  view: CanvasView
  onChange: (change: Partial<CanvasView>) => void
}

interface MetricPanelProps {
  context: PanelContext
  metric: string
  height: number
  /** In full screen the panel is always shown and has no button to get there. */
  full?: boolean
}

/** One metric of all shown runs. Nothing is asked for until the panel is near the screen. */
export function MetricPanel({ context, metric, height, full = false }: MetricPanelProps) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const inView = useInView(box) || full
  return (
    <section
      ref={setBox}
      aria-label={metric}
      className={cx(
        "group flex min-w-0 flex-col rounded-lg border border-line bg-surface px-2 pt-1.5 pb-1",
        full && "h-full",
      )}
    >
      <header className="flex h-6 items-center gap-1">
        <h3 className="min-w-0 flex-1 truncate text-center font-medium text-sm" title={metric}>
          {metric}
        </h3>
        {!full && (
          <IconButton
            icon="expand"
            label="Full screen"
            className="size-5 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
            onClick={() => context.onChange({ full: metric })}
          />
        )}
      </header>
      {inView ? (
        <PanelBody context={context} metric={metric} height={height} />
      ) : (
        <div style={{ height: height + 18 }} />
      )}
    </section>
  )
}

function PanelBody({ context, metric, height }: { context: PanelContext; metric: string; height: number }) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const width = useElementWidth(box)
  return (
    <div ref={setBox} className="min-w-0">
      {width > 0 ? (
        <PanelChart context={context} metric={metric} width={width} height={height} />
      ) : (
        <div style={{ height: height + 18 }} />
      )}
    </div>
  )
}

function PanelChart({
  context,
  metric,
  width,
  height,
}: {
  context: PanelContext
  metric: string
  width: number
  height: number
}) {
  const { entity, project, source, runs, view, onChange } = context
  const scope: PointsScope = useMemo(
    () => ({
      entity,
      project,
      source,
      runs: runs.map((run) => run.run_id),
      x: view.axis,
      range: view.range,
      buckets: bucketsFor(width),
    }),
    [entity, project, source, runs, view.axis, view.range, width],
  )
  const points = useMetricPoints(scope, metric)
  const series = useMemo(() => chartSeries(points.data?.envelopes ?? [], runs), [points.data, runs])
  if (points.error && !points.data) {
    return (
      <div
        role="alert"
        className="flex flex-col items-center justify-center gap-2 text-center"
        style={{ height: height + 18 }}
      >
        <p className="text-ink-2 text-sm">{errorMessage(points.error)}</p>
        <Button size="sm" onClick={() => points.refetch()}>
          Try again
        </Button>
      </div>
    )
  }
  return (
    <>
      <div className="relative" style={{ height }}>
        {points.isPending && <div className="absolute inset-x-2 inset-y-3 animate-pulse rounded bg-sunken" />}
        {points.data && series.length === 0 && (
          <p className="absolute inset-0 flex items-center justify-center text-ink-3 text-sm">
            Not logged by the shown runs
          </p>
        )}
        {series.length > 0 && (
          <LineChart
            title={metric}
            series={series}
            smoothing={view.smoothing}
            ignoreOutliers={view.ignoreOutliers}
            xKind={view.axis.kind}
            xMetric={view.axis.kind === "metric" ? view.axis.metric : undefined}
            logX={view.logX}
            logY={view.logY}
            xRange={view.range}
            onZoom={(range) => onChange({ range })}
            width={width}
            height={height}
          />
        )}
      </div>
      <div className="h-[18px]">{points.data && series.length > 0 && <TruthFooter truth={truthOf(points.data)} />}</div>
    </>
  )
}

function chartSeries(
  envelopes: NonNullable<ReturnType<typeof useMetricPoints>["data"]>["envelopes"],
  runs: ChartRun[],
): ChartSeries[] {
  const byId = new Map(runs.map((run) => [run.run_id, run]))
  return envelopes.flatMap((envelope) => {
    const run = byId.get(envelope.runId)
    return run ? [{ envelope, label: run.label, colour: run.colour, dash: run.dash }] : []
  })
}
