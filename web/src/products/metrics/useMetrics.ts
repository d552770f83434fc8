import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useMemo, useRef } from "react"
import { api, type MetricInfo, type PointsSource } from "@/api"
import { useLive } from "@/live"

const MOST_NAMES = 100_000
const SETTLE_MS = 1500
const MOST_TIMES = 3
/** Above this many runs the names of the whole project are asked for: the list would be as long anyway. */
const MOST_RUNS = 50

/** The numeric metrics of some runs, and of what they log later. */
export function useMetrics(
  entity: string,
  project: string,
  source: PointsSource,
  runIds: readonly string[],
  /** Those of all runs, not of some alone. */
  all = false,
) {
  const client = useQueryClient()
  const few = source === "system" || (!all && runIds.length <= MOST_RUNS)
  const runs = few ? [...runIds].sort().join(",") : ""
  const queryKey = ["metric-names", entity, project, source, runs]
  const query = useQuery({
    queryKey,
    enabled: all || runIds.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await api.metrics(entity, project, { source, limit: MOST_NAMES, runs: runs || undefined }, signal)
      return answer.metrics.filter(isShown)
    },
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const known = useMemo(() => new Set(query.data?.map(({ name }) => name)), [query.data])
  const askedFor = useRef(new Map<string, number>())
  const onEvent = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ["metric-names", entity, project, source] })
    }, SETTLE_MS)
  }, [client, entity, project, source])
  useLive(
    { kind: "runs", entity, project },
    (event) => {
      if (event.kind === "reset") onEvent()
      if (event.kind !== "run" || !(all || runIds.includes(event.data.run.run_id))) return
      const logged = Object.keys(event.data.summary ?? {}).map((path) => path.replace(/^summary\./, ""))
      // What is no number has no panel: a name is asked for a few times, not with each of its images.
      const times = (name: string) => askedFor.current.get(name) ?? 0
      const fresh = logged.filter((name) => !name.startsWith("_") && !known.has(name) && times(name) < MOST_TIMES)
      if (!timer.current) for (const name of fresh) askedFor.current.set(name, times(name) + 1)
      if (source === "system" ? known.size === 0 : event.data.redefines || fresh.length > 0) onEvent()
    },
    onEvent,
  )
  return query
}

/** Numbers have panels; the client's own bookkeeping has none. */
const isShown = ({ name, kind }: MetricInfo) => kind === "number" && name !== "_wandb"
