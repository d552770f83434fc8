import { useMemo, useState } from "react"
import { runColour } from "@/lib/colours"
import { plural } from "@/lib/format"
import { MediaPanel, type MediaRun } from "@/products/media/MediaPanel"
import { useDark } from "@/ui/theme"
import { asText } from "../document/blocks"
import { chartOf } from "../document/chart"
import { havingMedia } from "../document/runSets"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"

const MOST_RUNS = 20
const NO_COLUMNS: string[] = []

/** A custom chart over the tables that runs of the sets logged under its name. */
export function ChartPanel({ panel, sets }: PanelProps) {
  const [step, setStep] = useState<number | null>(null)
  const dark = useDark()
  const chart = useMemo(() => chartOf(panel.config), [panel.config])
  const having = useMemo(() => (chart ? sets.map((set) => havingMedia(set, [chart.table])) : []), [sets, chart])
  const { runs, total, waiting } = useSetRuns(having, NO_COLUMNS)
  if (!chart)
    return (
      <PanelNote>
        {`The custom chart “${asText(panel.config.panelDefId)}” asks for rows other than a logged table: kept as it is, not drawn here.`}
      </PanelNote>
    )
  if (runs.length === 0) return <PanelNote>{waiting ? "" : `No run logged a table ${chart.table}.`}</PanelNote>
  const shown: MediaRun[] = runs.slice(0, MOST_RUNS).map(({ set, run_id, display_name }) => ({
    at: { entity: set.entity, project: set.project, run: run_id },
    label: display_name,
    colour: runColour(run_id, dark),
    classLabels: {},
  }))
  const info = { key: chart.key, kind: "", chart, runIds: shown.map(({ at }) => at.run), count: shown.length }
  return (
    <div className="h-full overflow-auto">
      <MediaPanel bare panel={info} runs={shown} step={step} onStep={setStep} />
      {total > MOST_RUNS && (
        <p className="text-ink-3 text-xs">{`The first ${MOST_RUNS} of ${plural(total, "run")}.`}</p>
      )}
    </div>
  )
}
