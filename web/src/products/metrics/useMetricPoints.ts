import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { api, type PointsQuery } from "@/api"
import { type LiveTopic, useLive } from "@/live"
import { Batcher } from "./batcher"
import { byMetric, type MetricPoints } from "./envelopes"
import { LiveJoin } from "./LiveJoin"
import { useThrottled } from "./useThrottled"

/** Everything of a points request but the metric. */
export interface PointsScope extends Omit<PointsQuery, "metrics"> {
  entity: string
  project: string
}

const REFETCH_MS = 2000
/** Nobody follows the stream for a panel that is scrolled away: when it comes back its answer is shown, and asked for again. */
const FRESH_MS = 5000
const MOST_METRICS = 24
/** Many runs make big answers: with them fewer metrics travel together, and the first panels are there sooner. */
const MOST_SERIES = 400

const batcher = new Batcher<string, MetricPoints>(
  async (group, metrics) => {
    const { entity, project, ...query } = JSON.parse(group) as PointsScope
    return byMetric(await api.points(entity, project, { ...query, metrics }), metrics)
  },
  {
    most: (group) => {
      const { runs } = JSON.parse(group) as PointsScope
      return Math.max(1, Math.min(MOST_METRICS, Math.floor(MOST_SERIES / runs.length)))
    },
  },
)

const joins = new Map<string, LiveJoin>()

function joinOf(key: string, metric: string, scope: PointsScope): LiveJoin {
  const join = joins.get(key) ?? new LiveJoin(metric, scope)
  joins.set(key, join)
  return join
}

/** One metric of some runs: the stored history, then whatever the live stream adds while they go on. */
export function useMetricPoints(scope: PointsScope, metric: string, live: boolean) {
  const client = useQueryClient()
  const group = JSON.stringify(scope)
  const queryKey = ["points", group, metric]
  const key = `${metric}\n${group}`
  const query = useQuery({
    queryKey,
    queryFn: () => joinOf(key, metric, scope).load(() => batcher.load(group, metric)),
    enabled: scope.runs.length > 0,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    gcTime: 120_000,
  })
  const refetchSoon = useThrottled(() => void client.invalidateQueries({ queryKey, exact: true }), REFETCH_MS)
  const { entity, project, source, runs } = scope
  const topic: LiveTopic = { kind: "points", entity, project, source, runs, metrics: [metric] }
  useLive(
    live && runs.length ? topic : null,
    (event) => {
      const join = joinOf(key, metric, scope)
      if (event.kind === "points") {
        const current = client.getQueryData<MetricPoints>(queryKey)
        const next = join.receive(current, event.data)
        if (next && next !== current) client.setQueryData(queryKey, next)
      } else if (event.kind === "reset") {
        join.reset()
        refetchSoon()
      }
    },
    () => {
      if (joinOf(key, metric, scope).follow()) refetchSoon()
    },
  )
  const stale = query.data?.stale && !query.isPlaceholderData
  useEffect(() => {
    if (stale) refetchSoon()
  }, [stale, refetchSoon])
  useOnChange(live, refetchSoon)
  useEffect(() => () => void joins.delete(key), [key])
  return query
}

/** A run that ended, or went on, may have logged what no event told. */
function useOnChange(value: unknown, work: () => void): void {
  const before = useRef(value)
  useEffect(() => {
    if (before.current !== value) work()
    before.current = value
  }, [value, work])
}
