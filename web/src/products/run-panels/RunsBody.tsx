import { useMemo } from "react"
import type { RunRow } from "@/api"
import { chosenLines, formatBrushes, type ParallelAxis, ParallelCoordinates, parseBrushes } from "@/charts/parallel"
import { ScatterChart } from "@/charts/scatter"
import { runColour } from "@/lib/colours"
import { formatCount, plural } from "@/lib/format"
import type { PanelSpec } from "@/products/metrics/board/board"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { Button } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { axesOf, numbersOf, shortName, truthOf } from "./runColumns"
import { titleOf } from "./titles"
import { useAllRuns } from "./useAllRuns"
import { withLog } from "./withLog"

/** All runs that the table's filter holds, by their fields; what is brushed in one panel is faint in the others. */
export function RunsBody(props: PanelBodyProps) {
  const { context, filter, panel } = props
  const [url] = useUrlState()
  const brushes = useMemo(() => parseBrushes(url.brush), [url.brush])
  const columns = useMemo(() => [...panel.fields, ...Object.keys(brushes)], [panel.fields, brushes])
  const { runs, total, loading, error, refetch } = useAllRuns(context.entity, context.project, filter, columns)
  const more = total > runs.length ? `${formatCount(total - runs.length)} not drawn` : ""
  if (loading) return <Skeleton className="h-40" />
  if (error && runs.length === 0) return <ErrorState error={error} onRetry={refetch} />
  if (runs.length === 0) return <p className="py-8 text-center text-ink-3">No run matches the filter.</p>
  const Body = panel.kind === "scatter" ? ScatterBody : ParallelBody
  return <Body {...props} {...{ runs, brushes, more }} />
}

interface BodyProps extends PanelBodyProps {
  runs: RunRow[]
  brushes: ReturnType<typeof parseBrushes>
  /** What is missing from the panel, in words. */
  more: string
}

/** Below the lines stand the names of categories and the footer. */
const PARALLEL_FOOT_PX = 28
const SCATTER_FOOT_PX = 24

function ParallelBody({ runs, brushes, more, panel, heightPx, onPanel, onPeek }: BodyProps) {
  const [, change] = useUrlState()
  const axes = useMemo(
    () => axesOf(runs, [], { axes: panel.fields, log: new Set(panel.log) }),
    [runs, panel.fields, panel.log],
  )
  const lineIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colourBy = panel.fields.at(-1) ?? ""
  const truth = [...truthOf(runs, colourBy), more].filter(Boolean)
  return (
    <div className="px-3">
      <ParallelCoordinates
        label={`Parallel coordinates of ${plural(runs.length, "run")}`}
        {...{ axes, lineIds, colourBy, brushes }}
        lowIsBest={false}
        heightPx={Math.max(heightPx - PARALLEL_FOOT_PX, 120)}
        onBrushes={(next) => change({ brush: formatBrushes(next) }, { push: true })}
        onOrder={(fields) => onPanel({ ...panel, fields })}
        onLog={(field, log) => onPanel(withLog(panel, field, log))}
        onHide={(field) => onPanel({ ...panel, fields: panel.fields.filter((one) => one !== field) })}
        onOpen={onPeek}
        footer={(count) =>
          [count < runs.length ? `${formatCount(count)} of ${plural(runs.length, "run")}` : plural(count, "run")]
            .concat(`colour by ${shortName(colourBy)}`, truth)
            .join(" · ")
        }
      />
      {Object.keys(brushes).length > 0 && (
        <Button size="sm" variant="ghost" icon="close" onClick={() => change({ brush: null }, { push: true })}>
          Clear brushes
        </Button>
      )}
    </div>
  )
}

function ScatterBody({ runs, brushes, more, panel, heightPx, onPeek }: BodyProps) {
  const dark = useDark()
  const [xPath, yPath] = panel.fields
  const dotIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colours = useMemo(() => dotIds.map((runId) => runColour(runId, dark)), [dotIds, dark])
  const x = useAxis(runs, panel, 0)
  const y = useAxis(runs, panel, 1)
  const chosen = useMemo(() => {
    const axes: ParallelAxis[] = axesOf(runs, [], { axes: Object.keys(brushes), log: new Set() })
    return chosenLines(axes, brushes, runs.length)
  }, [runs, brushes])
  const footer = [plural(runs.length, "run"), ...new Set([...truthOf(runs, xPath), ...truthOf(runs, yPath)]), more]
  return (
    <ScatterChart
      label={titleOf(panel)}
      {...{ dotIds, x, y, colours, chosen }}
      nameOf={(dot) => runs[dot].display_name}
      heightPx={Math.max(heightPx - SCATTER_FOOT_PX, 120)}
      onOpen={onPeek}
      footer={footer.filter(Boolean).join(" · ")}
    />
  )
}

function useAxis(runs: RunRow[], { fields, log }: PanelSpec, at: 0 | 1) {
  const path = fields[at] ?? ""
  const isLog = log?.includes(path) ?? false
  return useMemo(() => ({ label: shortName(path), values: numbersOf(runs, path), log: isLog }), [runs, path, isLog])
}
