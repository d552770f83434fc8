import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useMemo } from "react"
import { type Filter, type GroupedPoints, type GroupSeries, groupsApi, type Json, type RunGroup } from "@/api"
import type { Envelope } from "@/charts"
import { runStyles } from "@/lib/colours"
import { plural } from "@/lib/format"
import { groupIdOf, isHidden, valueText } from "@/lib/groups"
import { type LiveTopic, useLive } from "@/live"
import { Batcher } from "./batcher"
import type { MetricPoints } from "./envelopes"
import type { ChartRun } from "./MetricPanel"
import type { PointsScope } from "./useMetricPoints"
import { useThrottled } from "./useThrottled"
import type { BandKind } from "./view"

/** All runs that match, a line for each group of them. */
export interface Grouping {
  by: string[]
  filter: Filter | null
  /** Groups that are left out, by their values or the first of them. */
  hidden: Json[][]
}

/** More lines than this help nobody. */
const MOST_DRAWN = 20
const REFETCH_MS = 5000
const MOST_METRICS = 12

/** The groups that are drawn, for their names and colours: the same in every panel. */
export function useChartGroups(entity: string, project: string, grouping: Grouping | null) {
  const { by, filter, hidden } = grouping ?? { by: [], filter: null, hidden: [] }
  return useQuery({
    queryKey: ["runs", entity, project, "groups", "drawn", by, filter],
    enabled: grouping !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => groupsApi.list(entity, project, { by, filter, limit: 1000 }, signal),
    select: (page) => page.groups.filter((group) => !isHidden(group.values, hidden)).slice(0, MOST_DRAWN),
  })
}

export function groupRuns(groups: readonly RunGroup[], dark: boolean): ChartRun[] {
  const ids = groups.map((group) => groupIdOf(group.values))
  const styles = runStyles(ids, dark)
  return groups.map((group, at) => {
    const style = styles.get(ids[at])
    const label = `${group.values.map(valueText).join(" · ")} (${plural(group.run_count, "run")})`
    return { run_id: ids[at], label, colour: style?.colour ?? "#888888", dash: style?.dash }
  })
}

type GroupScope = PointsScope & Grouping

const batcher = new Batcher<string, GroupedPoints>(
  async (group, metrics) => {
    const { entity, project, runs: _runs, ...query } = JSON.parse(group) as GroupScope
    const answer = await groupsApi.points(entity, project, { ...query, metrics, limit: MOST_DRAWN })
    return metrics.map((metric) => ofMetric(answer, metric))
  },
  { most: () => MOST_METRICS },
)

function ofMetric({ series, truth }: GroupedPoints, metric: string): GroupedPoints {
  return { series: series.filter((each) => each.metric === metric), truth }
}

/** One metric of all groups, asked for again when runs log it: a mean over many runs cannot be carried on here. */
export function useGroupPoints(scope: GroupScope, metric: string, band: BandKind, live: boolean) {
  const group = JSON.stringify({ ...scope, runs: [] })
  const client = useQueryClient()
  const queryKey = ["points", "groups", group, metric]
  const query = useQuery({
    queryKey,
    queryFn: () => batcher.load(group, metric),
    placeholderData: keepPreviousData,
    gcTime: 120_000,
  })
  const refetchSoon = useThrottled(() => void client.invalidateQueries({ queryKey, exact: true }), REFETCH_MS)
  const { entity, project, source } = scope
  const topic: LiveTopic = { kind: "points", entity, project, source, runs: null, metrics: [metric] }
  useLive(live ? topic : null, refetchSoon, refetchSoon)
  const data = useMemo(() => query.data && groupPoints(query.data, band), [query.data, band])
  return { ...query, data }
}

export function groupPoints({ series, truth }: GroupedPoints, band: BandKind): MetricPoints {
  const runs = series.reduce((sum, each) => sum + each.run_count, 0)
  return {
    envelopes: series.map((each) => toGroupEnvelope(each, band)),
    bucket: truth.bucket,
    groups: { runs, of: truth.groups },
  }
}

const numbers = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)

function toGroupEnvelope(series: GroupSeries, band: BandKind): Envelope {
  const mean = numbers(series.mean)
  return {
    runId: groupIdOf(series.group),
    metric: series.metric,
    x: Float64Array.from(series.x),
    mean,
    ...bandOf(series, mean, band),
    count: Float64Array.from(series.count),
    exact: false,
    points: series.points,
    lastLine: 0,
    nan: series.nan,
    posInf: series.pos_inf,
    negInf: series.neg_inf,
  }
}

/** The edges of the band; a single run has no deviation, and so no band of one. */
function bandOf(series: GroupSeries, mean: Float64Array, band: BandKind): { low: Float64Array; high: Float64Array } {
  if (band === "none") return { low: mean, high: mean }
  if (band === "minmax") return { low: numbers(series.min), high: numbers(series.max) }
  const half = series.std.map((std, at) => (std ?? 0) / (band === "stderr" ? Math.sqrt(series.runs[at]) : 1))
  return { low: mean.map((value, at) => value - half[at]), high: mean.map((value, at) => value + half[at]) }
}
