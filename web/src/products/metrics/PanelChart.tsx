import { useMemo, useState } from "react"
import { errorMessage } from "@/api"
import { type AxisKind, type ChartSeries, LineChart, type PickedPoint, type Truth, TruthFooter } from "@/charts"
import { Button } from "@/ui/Button"
import type { PanelView } from "./board/viewOf"
import { type MetricPoints, truthOf } from "./envelopes"
import { type Grouping, useGroupPoints } from "./grouping"
import type { ChartRun, PanelContext } from "./MetricPanel"
import { PointPopover } from "./PointPopover"
import { bucketsFor } from "./useElementWidth"
import { type PointsScope, useMetricPoints } from "./useMetricPoints"
import type { Range } from "./view"

interface PanelChartProps {
  context: PanelContext
  metric: string
  /** With the panel's own range and y-axis. */
  view: PanelView
  width: number
  height: number
  onZoom: (range: Range | null) => void
}

/** The chart of a panel, and the line that says what it is made of. */
export function PanelChart(props: PanelChartProps) {
  return props.context.grouping ? (
    <GroupsChart {...props} grouping={props.context.grouping} />
  ) : (
    <RunsChart {...props} />
  )
}

function GroupsChart({ grouping, ...props }: PanelChartProps & { grouping: Grouping }) {
  const { context, metric, view } = props
  const scope = usePointsScope(context, view, props.width)
  const points = useGroupPoints({ ...scope, ...grouping }, metric, view.band, context.live)
  return <Drawn {...props} points={points} />
}

function RunsChart(props: PanelChartProps) {
  const { context, metric, view } = props
  const points = useMetricPoints(usePointsScope(context, view, props.width), metric, context.live)
  return <Drawn {...props} points={points} />
}

interface DrawnProps extends PanelChartProps {
  points: { data: MetricPoints | undefined; error: unknown; refetch: () => unknown }
}

function Drawn({ context, metric, view, width, height, onZoom, points }: DrawnProps) {
  const bySteps = view.axis.kind === "step" && context.source === "history"
  const series = useMemo(() => chartSeries(points.data, context.runs, bySteps), [points.data, context.runs, bySteps])
  const [picked, setPicked] = useState<PickedPoint | null>(null)
  const truth = useMemo(() => points.data && truthOf(points.data, view.logY), [points.data, view.logY])
  if (points.error && !points.data) return <Failed error={points.error} onRetry={() => void points.refetch()} />
  if (!points.data) return <div className="mx-1 my-2 animate-pulse rounded bg-sunken" style={{ height: height - 16 }} />
  if (series.length === 0) return <Absent {...{ height, view }} onReset={() => onZoom(null)} />
  return (
    <>
      <LineChart
        title={metric}
        series={series}
        smoothing={view.smoothing}
        ignoreOutliers={view.ignoreOutliers}
        xKind={view.axis.kind}
        xMetric={view.axis.kind === "metric" ? view.axis.metric : undefined}
        logX={view.logX && view.axis.kind !== "time"}
        logY={view.logY}
        xRange={view.range}
        yRange={view.yRange}
        onZoom={(range) => onZoom(range && whole(range, view.axis.kind))}
        onPick={context.grouping ? undefined : setPicked}
        width={width}
        height={height}
      />
      {picked && (
        <PointPopover
          at={{ entity: context.entity, project: context.project, run: picked.runId }}
          metric={metric}
          xKind={bySteps || view.axis.kind !== "step" ? view.axis.kind : "relative"}
          point={picked}
          onClose={() => setPicked(null)}
        />
      )}
      <TruthFooter truth={truth as Truth} />
    </>
  )
}

/** Steps are whole numbers. */
function whole(range: Range, kind: AxisKind): Range {
  return kind === "step" ? [Math.floor(range[0]), Math.ceil(range[1])] : range
}

function usePointsScope(context: PanelContext, view: PanelView, width: number): PointsScope {
  const { entity, project, source, runs } = context
  const buckets = bucketsFor(width)
  const [first, last] = view.range ?? []
  return useMemo(
    () => ({
      entity,
      project,
      source,
      runs: runs.map((run) => run.run_id),
      x: view.axis,
      range: first !== undefined && last !== undefined ? [first, last] : null,
      buckets,
    }),
    [entity, project, source, runs, view.axis, first, last, buckets],
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div role="alert" className="flex h-full flex-col items-center justify-center gap-2 text-center">
      <p className="text-ink-2 text-sm">{errorMessage(error)}</p>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}

function Absent({ height, view, onReset }: { height: number; view: PanelView; onReset: () => void }) {
  const { axis, range } = view
  const together = axis.kind === "metric" ? ` together with ${axis.metric}` : ""
  return (
    <div className="flex flex-col items-center justify-center gap-2 text-ink-3 text-sm" style={{ height }}>
      {range ? "No points in this range" : `Not logged${together} by the shown runs`}
      {range && (
        <Button size="sm" onClick={onReset}>
          Show everything
        </Button>
      )}
    </div>
  )
}

/** Branch points are steps: on another axis they have no place. */
function chartSeries(points: MetricPoints | undefined, runs: readonly ChartRun[], bySteps: boolean): ChartSeries[] {
  const byId = new Map(runs.map((run) => [run.run_id, run]))
  return (points?.envelopes ?? []).flatMap((envelope) => {
    const run = byId.get(envelope.runId)
    const branch = bySteps ? run?.branch : undefined
    return run ? [{ envelope, label: run.label, colour: run.colour, dash: run.dash, branch }] : []
  })
}
