import { api, groupsApi, type PointsQuery } from "@/api"
import type { Envelope } from "@/charts"
import { groupIdOf, valueText } from "@/lib/groups"
import { byMetric } from "@/products/metrics/envelopes"
import { groupPoints } from "@/products/metrics/grouping"
import { fieldOf } from "../document/keys"
import type { LineView } from "../document/lineView"
import { type RunSet, wholeFilter } from "../document/runSets"

/** Lines of one run set: an envelope for each run, or group, and metric. */
export interface SetLines {
  envelopes: Envelope[]
  names: Map<string, string>
  bucket: string | null
  /** Groups that there are, and the runs in them; undefined when each line is a run. */
  groups?: { runs: number; of: number }
  /** Runs that the set holds besides those that are drawn. */
  more: number
}

const MOST_METRICS = 12
const MOST_NAMES = 1000

export async function loadLines(
  set: RunSet,
  view: LineView,
  scope: Pick<PointsQuery, "range" | "buckets">,
  signal: AbortSignal,
): Promise<SetLines> {
  const metrics = await metricsOf(set, view, signal)
  const by = view.groupBy ? [fieldOf({ section: "config", name: view.groupBy }) ?? view.groupBy] : set.group
  const question = { ...scope, metrics, x: view.axis, source: "history" as const }
  if (metrics.length === 0) return { envelopes: [], names: new Map(), bucket: null, more: 0 }
  return by.length ? groupLines(set, view, by, question) : runLines(set, view, question, signal)
}

async function metricsOf(set: RunSet, { metrics, pattern }: LineView, signal: AbortSignal): Promise<string[]> {
  if (!pattern) return metrics.slice(0, MOST_METRICS)
  const found = await api.metrics(set.entity, set.project, { limit: MOST_NAMES }, signal)
  const matching = found.metrics.filter(({ kind, name }) => kind === "number" && pattern.test(name))
  return [...new Set([...metrics, ...matching.map(({ name }) => name)])].slice(0, MOST_METRICS)
}

type Question = Omit<PointsQuery, "runs">

async function runLines(set: RunSet, view: LineView, question: Question, signal: AbortSignal): Promise<SetLines> {
  const search = { filter: wholeFilter(set), sort: set.sort, limit: view.mostRuns }
  const { runs, total } = await api.searchRuns(set.entity, set.project, search, signal)
  const names = new Map(runs.map((run) => [run.run_id, run.display_name]))
  if (runs.length === 0) return { envelopes: [], names, bucket: null, more: 0 }
  const answer = await api.points(set.entity, set.project, { ...question, runs: [...names.keys()] }, signal)
  const found = byMetric(answer, question.metrics)
  return {
    envelopes: found.flatMap((each) => each.envelopes),
    names,
    bucket: found.find((each) => each.bucket)?.bucket ?? null,
    more: total - runs.length,
  }
}

async function groupLines(set: RunSet, view: LineView, by: string[], question: Question): Promise<SetLines> {
  const body = { ...question, by, filter: wholeFilter(set), hidden: [], limit: view.mostRuns }
  const answer = await groupsApi.points(set.entity, set.project, body)
  const { envelopes, bucket, groups } = groupPoints(answer, view.band)
  const names = new Map(answer.series.map(({ group }) => [groupIdOf(group), group.map(valueText).join(" · ")]))
  return { envelopes, names, bucket, groups, more: 0 }
}
