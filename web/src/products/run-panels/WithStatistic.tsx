import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { type ReactNode, useMemo } from "react"
import { type Filter, groupsApi } from "@/api"
import type { Statistic } from "@/products/metrics/board/board"
import { type Grouping, useGroupPoints } from "@/products/metrics/grouping"
import type { PanelContext } from "@/products/metrics/MetricPanel"
import { useMetricPoints } from "@/products/metrics/useMetricPoints"
import { lastOfGroups, lastOfRuns, type Measured, ofHistory } from "./statistics"
import { useAllRuns } from "./useAllRuns"

export interface Loaded {
  rows: Measured[]
  loading: boolean
  error: Error | null
  refetch: () => void
}

interface WithStatisticProps {
  context: PanelContext
  metric: string
  statistic: Statistic
  children: (loaded: Loaded) => ReactNode
}

/** One number of each shown run or group. Last values come from the runs themselves, others from all their points. */
export function WithStatistic({ context, statistic, ...rest }: WithStatisticProps) {
  const { grouping } = context
  if (statistic === "last" && grouping) return <LastOfGroups {...{ context, statistic, grouping, ...rest }} />
  if (statistic === "last") return <LastOfRuns {...{ context, statistic, ...rest }} />
  if (grouping) return <HistoryOfGroups {...{ context, statistic, grouping, ...rest }} />
  return <HistoryOfRuns {...{ context, statistic, ...rest }} />
}

type Props<T extends Statistic> = WithStatisticProps & { statistic: T }
type GroupProps<T extends Statistic> = Props<T> & { grouping: Grouping }
type OverHistory = Exclude<Statistic, "last">

function LastOfRuns({ context, metric, children }: Props<"last">) {
  const { entity, project, runs } = context
  const path = `summary.${metric}`
  const ids = useMemo(() => runs.map((run) => run.run_id), [runs])
  const filter: Filter = useMemo(() => ({ field: "name", op: "in", value: ids }), [ids])
  const columns = useMemo(() => [path], [path])
  const { runs: rows, ...state } = useAllRuns(entity, project, filter, columns, (run) => ids.includes(run.run_id))
  return children({ ...state, rows: lastOfRuns(runs, rows, path) })
}

function LastOfGroups({ context, metric, grouping, children }: GroupProps<"last">) {
  const { entity, project, runs } = context
  const path = `summary.${metric}`
  const { by, filter } = grouping
  const query = useQuery({
    queryKey: ["runs", entity, project, "groups", "statistic", by, filter, path],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => groupsApi.list(entity, project, { by, filter, columns: [path], limit: 1000 }, signal),
  })
  const rows = lastOfGroups(runs, query.data?.groups ?? [], path)
  return children({ rows, loading: query.isPending, error: query.error, refetch: () => void query.refetch() })
}

const useScope = ({ entity, project, source, runs }: PanelContext) =>
  useMemo(
    () => ({
      ...{ entity, project, source },
      runs: runs.map((run) => run.run_id),
      x: { kind: "step" as const },
      range: null,
      buckets: 1,
    }),
    [entity, project, source, runs],
  )

function HistoryOfRuns({ context, metric, statistic, children }: Props<OverHistory>) {
  const query = useMetricPoints(useScope(context), metric, context.live)
  const rows = ofHistory(context.runs, query.data?.envelopes ?? [], statistic)
  return children({ rows, loading: query.isPending, error: query.error, refetch: () => void query.refetch() })
}

function HistoryOfGroups({ context, metric, statistic, grouping, children }: GroupProps<OverHistory>) {
  const query = useGroupPoints({ ...useScope(context), ...grouping }, metric, "minmax", context.live)
  const rows = ofHistory(context.runs, query.data?.envelopes ?? [], statistic)
  return children({ rows, loading: query.isPending, error: query.error, refetch: () => void query.refetch() })
}
