import { path, post, send } from "./client"
import { decodeError } from "./errors"
import type * as made from "./generated"
import type { Filter, WithFilter, XAxis } from "./types"

export type ColumnStatistics = made.ColumnBody

/** The runs with equal values of the grouping fields; null where they lack the field. */
export type RunGroup = Omit<made.GroupRow, "filter"> & { filter: Filter }
export interface GroupsPage extends Omit<made.GroupsPage, "groups"> {
  groups: RunGroup[]
}
export type GroupsQuery = WithFilter<made.GroupsBody>

export type GroupSeries = made.GroupSeriesBody
export type GroupedPoints = made.GroupedPointsAnswer
export type GroupedPointsQuery = Required<WithFilter<Omit<made.GroupedPointsBody, "x">>> & { x: XAxis }

export const groupsApi = {
  list: (entity: string, project: string, body: GroupsQuery, signal?: AbortSignal) =>
    post<GroupsPage>(`${path("projects", entity, project)}/runs/groups`, { body, signal }),
  points: (entity: string, project: string, body: GroupedPointsQuery, signal?: AbortSignal) =>
    post<GroupedPoints>(`${path("projects", entity, project)}/points/groups`, { body, signal }),
}

export type RunsExport = WithFilter<made.ExportBody>

/** All runs that match, as a file. */
export async function exportRuns(entity: string, project: string, body: RunsExport): Promise<Blob> {
  const response = await send("POST", `${path("projects", entity, project)}/runs/export`, { body })
  if (!response.ok) throw await decodeError(response)
  return response.blob()
}
