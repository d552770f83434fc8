import { useMemo, useState } from "react"
import { runColour } from "@/lib/colours"
import { MediaPanel, type MediaRun } from "@/products/media/MediaPanel"
import { panelsOf } from "@/products/media/panels"
import { useRunsMedia } from "@/products/media/useMedia"
import { useDark } from "@/ui/theme"
import { asList, asText } from "../document/blocks"
import { havingMedia, type RunSet } from "../document/runSets"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"

const MOST_RUNS = 8
const NO_COLUMNS: string[] = []

/** What the first runs of the first set logged under some names, at one step for all. */
export function MediaBrowserPanel({ panel, sets }: PanelProps) {
  const keys = useMemo(() => asList(panel.config.mediaKeys).map(asText), [panel.config.mediaKeys])
  const first = useMemo(() => sets.slice(0, 1).map((set) => havingMedia(set, keys)), [sets, keys])
  const { runs, waiting } = useSetRuns(first, NO_COLUMNS)
  if (runs.length === 0) return <PanelNote>{waiting ? "" : `No run logged ${keys.join(", ")}.`}</PanelNote>
  return <MediaOfRuns set={first[0]} runs={runs.slice(0, MOST_RUNS)} keys={keys} />
}

interface MediaOfRunsProps {
  set: RunSet
  runs: { run_id: string; display_name: string }[]
  keys: string[]
}

function MediaOfRuns({ set, runs, keys }: MediaOfRunsProps) {
  const dark = useDark()
  const [step, setStep] = useState<number | null>(null)
  const ids = useMemo(() => runs.map((run) => run.run_id), [runs])
  const media = useRunsMedia(set.entity, set.project, ids)
  const panels = panelsOf(media.data ?? []).filter(({ key, chart }) => !chart && keys.includes(key))
  const shown: MediaRun[] = runs.map((run) => ({
    at: { entity: set.entity, project: set.project, run: run.run_id },
    label: run.display_name,
    colour: runColour(run.run_id, dark),
    classLabels: {},
  }))
  if (media.data && panels.length === 0) return <PanelNote>Not logged by these runs.</PanelNote>
  return (
    <div className="h-full space-y-2 overflow-auto">
      {panels.map((each) => (
        <MediaPanel
          key={each.key}
          panel={each}
          runs={shown.filter(({ at }) => each.runIds.includes(at.run))}
          step={step}
          onStep={setStep}
        />
      ))}
    </div>
  )
}
