import { useMemo, useState } from "react"
import type { RunRow } from "@/api"
import { buildAxis, rampColours, stepOf } from "@/charts/parallel"
import { runningBest, ScatterChart } from "@/charts/scatter"
import { shortName } from "@/products/run-panels/runColumns"
import { useDark } from "@/ui/theme"

interface BestPanelProps {
  /** Oldest first. */
  runs: RunRow[]
  values: readonly number[]
  metric: string | null
  lowIsBest: boolean
  chosen: Uint8Array
  onPeek: (runId: string) => void
  footer: string
}

const HEIGHT_PX = 260

/** What each run came to, in the order in which they were created, and the best so far. */
export function BestPanel({ runs, values, metric, lowIsBest, chosen, onPeek, footer }: BestPanelProps) {
  const [log, setLog] = useState(false)
  const dark = useDark()
  const x = useMemo(() => ({ label: "run", values: runs.map((_, index) => index + 1) }), [runs])
  const y = useMemo(() => ({ label: metric ? shortName(metric) : "", values, log }), [metric, values, log])
  const stair = useMemo(() => runningBest(x.values, values, lowIsBest), [x, values, lowIsBest])
  const dotIds = useMemo(() => runs.map((run) => run.run_id), [runs])
  const colours = useMemo(() => goodColours(values, lowIsBest, dark), [values, lowIsBest, dark])
  if (metric === null) return <p className="py-8 text-center text-ink-3">Choose a metric to judge the runs by.</p>
  return (
    <div className="relative">
      <ScatterChart
        label={`${shortName(metric)} of each run, and the best so far`}
        {...{ dotIds, x, y, colours, chosen, stair }}
        nameOf={(dot) => runs[dot].display_name}
        heightPx={HEIGHT_PX}
        onOpen={onPeek}
        footer={footer || undefined}
      />
      <div className="absolute -top-7.5 right-0 flex items-center gap-3 text-ink-2 text-xs">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="h-0.5 w-4 bg-accent" />
          best so far
        </span>
        <label className="inline-flex items-center gap-1">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={log}
            onChange={(event) => setLog(event.target.checked)}
          />
          log
        </label>
      </div>
    </div>
  )
}

/** The colours that the lines of the parallel coordinates have. */
function goodColours(values: readonly number[], lowIsBest: boolean, dark: boolean): string[] {
  const ramp = rampColours(dark)
  const { places } = buildAxis({ axisId: "", label: "", kind: "number", log: false, values })
  return Array.from(places, (place) => ramp[stepOf(place, lowIsBest)] ?? "transparent")
}
