import { lazy, Suspense, useMemo } from "react"
import type { CustomChart, JsonObject, MediaValue } from "@/api"
import { Skeleton } from "@/ui/Skeleton"
import { type ChartFeed, runFiles } from "@/viewers"
import type { MediaRun } from "./MediaPanel"
import { indexAt } from "./panels"

const CustomChartView = lazy(() =>
  import("@/viewers/vega/CustomChartView").then((module) => ({ default: module.CustomChartView })),
)

interface ChartBodyProps {
  chart: CustomChart
  runs: readonly MediaRun[]
  values: readonly (MediaValue[] | undefined)[]
  step: number | null
  height: string
  asTable: boolean
}

/** A custom chart over the tables that the runs had logged by a step. */
export function ChartBody({ chart, runs, values, step, height, asTable }: ChartBodyProps) {
  const feeds = useMemo(() => feedsOf(runs, values, step), [runs, values, step])
  if (values.some((each) => each === undefined)) return <Skeleton className={height} />
  if (feeds.length === 0)
    return (
      <p className={`flex items-center justify-center text-ink-3 ${height}`}>
        {`No table ${chart.table} was logged by this step.`}
      </p>
    )
  return (
    <Suspense fallback={<Skeleton className={height} />}>
      <CustomChartView chart={chart} feeds={feeds} height={height} asTable={asTable} />
    </Suspense>
  )
}

function feedsOf(runs: readonly MediaRun[], values: ChartBodyProps["values"], step: number | null): ChartFeed[] {
  return runs.flatMap(({ at, label, colour }, place) => {
    const found = values[place] ?? []
    const value = found[indexAt(found, step)]?.value
    if (value === undefined) return []
    const url = (value as JsonObject | null)?.url
    const feed = { runId: at.run, label, colour, value, source: runFiles(at) }
    return [{ ...feed, url: typeof url === "string" ? url : null }]
  })
}
