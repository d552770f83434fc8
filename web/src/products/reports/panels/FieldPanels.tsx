import { useMemo, useState } from "react"
import { type chosenLines, ParallelCoordinates } from "@/charts/parallel"
import { ScatterChart } from "@/charts/scatter"
import { runColour } from "@/lib/colours"
import { plural } from "@/lib/format"
import { axesOf, numbersOf, shortName, truthOf } from "@/products/run-panels/runColumns"
import { useDark } from "@/ui/theme"
import { asList, asObject, asText } from "../document/blocks"
import { fieldOfAccessor } from "../document/keys"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"

const FOOT_PX = 24

/** A dot for each run. */
export function ScatterPanel({ panel, sets, height }: PanelProps) {
  const { config } = panel
  const x = fieldOfAccessor(asText(config.xAxis))
  const y = fieldOfAccessor(asText(config.yAxis))
  const { runs, more, waiting } = useSetRuns(sets, useFields([x, y]))
  const dark = useDark()
  const dotIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colours = useMemo(() => dotIds.map((runId) => runColour(runId, dark)), [dotIds, dark])
  const chosen = useMemo(() => new Uint8Array(runs.length).fill(1), [runs.length])
  if (!x || !y) return <PanelNote>Its axes are not fields of runs.</PanelNote>
  if (runs.length === 0) return <PanelNote>{waiting ? "" : "No run matches."}</PanelNote>
  const axis = (field: string, log: unknown) => ({
    label: shortName(field),
    values: numbersOf(runs, field),
    log: log === true,
  })
  return (
    <ScatterChart
      label={`${shortName(y)} over ${shortName(x)}`}
      {...{ dotIds, colours, chosen }}
      nameOf={(dot) => runs[dot].display_name}
      x={axis(x, config.xAxisLogScale)}
      y={axis(y, config.yAxisLogScale)}
      heightPx={height - FOOT_PX}
      footer={footerOf([plural(runs.length, "run"), ...truthOf(runs, y)], more)}
    />
  )
}

/** A line for each run over several of its fields. */
export function ParallelPanel({ panel, sets, height }: PanelProps) {
  const columns = asList(panel.config.columns).map(asObject)
  const fields = useFields(columns.map((column) => fieldOfAccessor(asText(column.accessor))))
  const log = columns.flatMap((column, at) => (column.log === true ? [fields[at]] : []))
  const { runs, more, waiting } = useSetRuns(sets, fields)
  const [order, setOrder] = useState<string[] | null>(null)
  const [logs, setLogs] = useState<string[] | null>(null)
  const [brushes, setBrushes] = useState<Parameters<typeof chosenLines>[1]>({})
  const shown = order ?? fields
  const logFields = logs ?? log
  const axes = useMemo(() => axesOf(runs, [], { axes: shown, log: new Set(logFields) }), [runs, shown, logFields])
  const lineIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  if (shown.length < 2) return <PanelNote>It needs two fields at least.</PanelNote>
  if (runs.length === 0) return <PanelNote>{waiting ? "" : "No run matches."}</PanelNote>
  const colourBy = shown[shown.length - 1]
  return (
    <ParallelCoordinates
      label={`Parallel coordinates of ${plural(runs.length, "run")}`}
      {...{ axes, lineIds, colourBy, brushes }}
      lowIsBest={false}
      heightPx={height - FOOT_PX}
      onBrushes={setBrushes}
      onOrder={setOrder}
      onLog={(field, on) => setLogs(on ? [...logFields, field] : logFields.filter((one) => one !== field))}
      onHide={(field) => setOrder(shown.filter((one) => one !== field))}
      footer={(count) => footerOf([plural(count, "run"), `colour by ${shortName(colourBy)}`], more)}
    />
  )
}

/** The same list as long as it names the same fields. */
function useFields(fields: (string | null)[]): string[] {
  const text = JSON.stringify(fields.filter(Boolean))
  return useMemo(() => JSON.parse(text) as string[], [text])
}

const footerOf = (parts: string[], more: number) =>
  [...parts, more > 0 ? `${more.toLocaleString("en-US")} not drawn` : ""].filter(Boolean).join(" · ")
