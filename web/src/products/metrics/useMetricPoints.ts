import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { api, type PointsQuery } from "@/api"
import { appendRows } from "@/charts"
import { type LiveEvent, useLive } from "@/live"
import { Batcher } from "./batcher"
import { byMetric, type MetricPoints, rowsOf } from "./envelopes"

/** Everything of a points request but the metric. */
export interface PointsScope extends Omit<PointsQuery, "metrics"> {
  entity: string
  project: string
}

const REFETCH_MS = 2000

const batcher = new Batcher<string, MetricPoints>(async (group, metrics) => {
  const { entity, project, ...query } = JSON.parse(group) as PointsScope
  return byMetric(await api.points(entity, project, { ...query, metrics }), metrics)
})

/** One metric of some runs: the stored history, then whatever the live stream adds. */
export function useMetricPoints(scope: PointsScope, metric: string) {
  const client = useQueryClient()
  const group = JSON.stringify(scope)
  const queryKey = ["points", group, metric]
  const query = useQuery({
    queryKey,
    queryFn: () => batcher.load(group, metric),
    enabled: scope.runs.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 120_000,
  })
  const refetchLater = useThrottled(() => void client.invalidateQueries({ queryKey }), REFETCH_MS)
  const { entity, project, source, runs } = scope
  useLive(
    runs.length ? { kind: "points", entity, project, source, runs, metrics: [metric] } : null,
    (event: LiveEvent) => {
      const current = client.getQueryData<MetricPoints>(queryKey)
      if (!current) return
      const next = event.kind === "points" && !scope.range ? merged(current, event, metric, scope) : null
      if (next) client.setQueryData(queryKey, next)
      else refetchLater()
    },
  )
  return query
}

/** The points with the event's rows in them; null when the server must be asked. */
function merged(
  current: MetricPoints,
  event: LiveEvent & { kind: "points" },
  metric: string,
  scope: PointsScope,
): MetricPoints | null {
  const rows = rowsOf(event.data, metric, scope.x)
  const at = current.envelopes.findIndex((envelope) => envelope.runId === event.data.run_id)
  if (!rows || at < 0) return null
  const envelope = current.envelopes[at]
  if (rows.firstLine > envelope.lastLine + 1 && envelope.points <= envelope.lastLine) return null
  const grown = appendRows(envelope, rows)
  if (grown.x.length > scope.buckets * 2) return null
  return { ...current, envelopes: current.envelopes.with(at, grown) }
}

/** A function that runs at most once in a while, and once more after the last call. */
function useThrottled(work: () => void, everyMs: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      latest.current()
    }, everyMs)
  }
}
