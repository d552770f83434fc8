import { path, post, send } from "./client"
import { decodeError } from "./errors"
import type { Filter, Json, PointsSource, RunSort, Truth, XAxis } from "./types"

/** One column over all runs of a group. */
export interface ColumnStatistics {
  /** Finite numbers; without any, what follows is null. */
  count: number
  mean: number | null
  /** Of the sample; null for a single run. */
  std: number | null
  min: number | null
  max: number | null
  /** Runs that have the column at all, and how many different values they have. */
  present: number
  different: number
  /** The value, when it is the same in all of them. */
  value: Json
}

/** The runs with equal values of the grouping fields; null where they lack the field. */
export interface RunGroup {
  values: Json[]
  run_count: number
  /** Finds its runs among those that were grouped. */
  filter: Filter
  columns: Record<string, ColumnStatistics>
}

export interface GroupsPage {
  groups: RunGroup[]
  total: number
}

export interface GroupsQuery {
  by: string[]
  filter?: Filter | null
  columns?: string[]
  sort?: RunSort | null
  limit?: number
  offset?: number
}

/** Columns of equal length; in a bucket each of its `runs` counts once. */
export interface GroupSeries {
  group: Json[]
  metric: string
  x: number[]
  mean: (number | null)[]
  std: (number | null)[]
  min: (number | null)[]
  max: (number | null)[]
  runs: number[]
  count: number[]
  run_count: number
  points: number
  nan: [number, number][]
  pos_inf: [number, number][]
  neg_inf: [number, number][]
}

export interface GroupedPoints {
  series: GroupSeries[]
  /** `groups` is how many there are; no more than the limit are drawn. */
  truth: Truth & { groups: number }
}

export interface GroupedPointsQuery {
  by: string[]
  filter: Filter | null
  /** Values of the groups that are left out, or their first ones. */
  hidden: Json[][]
  limit: number
  metrics: string[]
  x: XAxis
  range: [number, number] | null
  buckets: number
  source: PointsSource
}

export const groupsApi = {
  list: (entity: string, project: string, body: GroupsQuery, signal?: AbortSignal) =>
    post<GroupsPage>(`${path("projects", entity, project)}/runs/groups`, { body, signal }),
  points: (entity: string, project: string, body: GroupedPointsQuery, signal?: AbortSignal) =>
    post<GroupedPoints>(`${path("projects", entity, project)}/points/groups`, { body, signal }),
}

export interface RunsExport {
  filter: Filter | null
  sort: RunSort[]
  columns: string[]
  format: "csv" | "parquet"
}

/** All runs that match, as a file. */
export async function exportRuns(entity: string, project: string, body: RunsExport): Promise<Blob> {
  const response = await send("POST", `${path("projects", entity, project)}/runs/export`, { body })
  if (!response.ok) throw await decodeError(response)
  return response.blob()
}
