import { useMemo } from "react"
import type { RunRow, SweepDetail, SweepPath } from "@/api"
import { chosenLines, ParallelCoordinates } from "@/charts/parallel"
import { formatCount, plural } from "@/lib/format"
import { axesOf, numbersOf, shortName, truthOf } from "@/products/run-panels/runColumns"
import { useDark } from "@/ui/theme"
import { AxesControl } from "./AxesControl"
import { BestPanel } from "./BestPanel"
import { GoodScale } from "./GoodScale"
import { ImportancePanel } from "./ImportancePanel"
import { MetricControl } from "./MetricControl"
import { Panel } from "./Panel"
import type { SweepView } from "./view"

export interface SweepChartsProps {
  at: SweepPath
  sweep: SweepDetail
  /** Oldest first. */
  runs: RunRow[]
  /** What is missing from the charts, in words; empty when nothing is. */
  notDrawn: string
  view: SweepView
  onView: (change: Partial<SweepView>) => void
  onPeek: (runId: string) => void
}

const PARALLEL_PX = 340

export function SweepCharts(props: SweepChartsProps) {
  const { at, sweep, view, onView, onPeek } = props
  const { runs, axes, lineIds, chosen } = useShownRuns(props)
  const dark = useDark()
  const { metric, lowIsBest, brushes } = view
  const truth = [...truthOf(runs, metric), hiddenText(view), props.notDrawn].filter(Boolean)
  const brushed = Object.keys(brushes).length > 0
  const values = useMemo(() => numbersOf(runs, metric), [runs, metric])
  const footer = (count: number) =>
    [brushed || count < runs.length ? `${formatCount(count)} of ${plural(runs.length, "run")}` : plural(count, "run")]
      .concat(truth)
      .join(" · ")
  return (
    <div className="flex flex-col gap-3 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <MetricControl at={at} view={view} onView={onView} />
        <AxesControl at={at} sweep={sweep} view={view} onView={onView} />
        <span className="flex-1" />
        {metric && <GoodScale values={values} lowIsBest={lowIsBest} dark={dark} />}
      </div>
      <Panel title="Parallel coordinates">
        <ParallelCoordinates
          label={`Parallel coordinates of ${plural(runs.length, "run")}`}
          axes={axes}
          lineIds={lineIds}
          colourBy={metric ?? ""}
          lowIsBest={lowIsBest}
          heightPx={PARALLEL_PX}
          brushes={brushes}
          onBrushes={(next) => onView({ brushes: next })}
          onOrder={(order) => onView({ axes: order })}
          onLog={(axisId, log) => onView({ log: withMember(view.log, axisId, log) })}
          onHide={(axisId) =>
            onView({ axes: view.axes.filter((one) => one !== axisId), ...withoutBrush(view, axisId) })
          }
          onOpen={onPeek}
          footer={footer}
        />
      </Panel>
      <div className="grid gap-3 [grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr))]">
        <Panel title={metric ? `${shortName(metric)} over runs` : "Metric over runs"}>
          <BestPanel {...{ runs, values, metric, lowIsBest, chosen, onPeek }} footer={truth.join(" · ")} />
        </Panel>
        <Panel title="Parameter importance">
          <ImportancePanel
            at={at}
            metric={metric}
            lowIsBest={lowIsBest}
            ended={sweep.run_count - sweep.running_count}
            axes={view.axes}
            onAdd={(path) => onView({ axes: [path, ...view.axes] })}
          />
        </Panel>
      </div>
    </div>
  )
}

/** The runs that the eyes leave, their axes, and which of them the brushes hold. */
function useShownRuns({ runs: all, sweep, view }: SweepChartsProps) {
  const { hidden, brushes, axes: paths, log } = view
  const { parameters } = sweep
  const runs = useMemo(() => all.filter((run) => !hidden.has(run.run_id)), [all, hidden])
  const lineIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const axes = useMemo(() => axesOf(runs, parameters, { axes: paths, log }), [runs, parameters, paths, log])
  const chosen = useMemo(() => chosenLines(axes, brushes, runs.length), [axes, brushes, runs.length])
  return { runs, axes, lineIds, chosen }
}

const hiddenText = ({ hidden }: SweepView) => (hidden.size > 0 ? `${formatCount(hidden.size)} hidden` : "")

function withMember(set: ReadonlySet<string>, member: string, present: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (present) next.add(member)
  else next.delete(member)
  return next
}

/** An axis that is not there cannot hold a brush that nobody sees. */
function withoutBrush({ brushes }: SweepView, axisId: string): Partial<SweepView> {
  const { [axisId]: gone, ...others } = brushes
  return gone ? { brushes: others } : {}
}
