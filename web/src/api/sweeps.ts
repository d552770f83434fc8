import { queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post } from "./client"
import type { Importance, SweepDetail, SweepEdit, SweepRow } from "./sweepTypes"

/** Names one sweep everywhere in the UI. */
export interface SweepPath {
  entity: string
  project: string
  sweep: string
}

const listPath = (entity: string, project: string) => path("projects", entity, project, "sweeps")
const sweepPath = (at: SweepPath) => listPath(at.entity, at.project) + path(at.sweep)

export const sweepsApi = {
  list: (entity: string, project: string, signal?: AbortSignal) =>
    get<{ sweeps: SweepRow[] }>(listPath(entity, project), { signal }).then((body) => body.sweeps),
  /** `config` is YAML as a person writes it. */
  create: (entity: string, project: string, config: string) =>
    post<SweepRow>(listPath(entity, project), { body: { config } }),
  get: (at: SweepPath, signal?: AbortSignal) => get<SweepDetail>(sweepPath(at), { signal }),
  edit: (at: SweepPath, body: SweepEdit) => patch<SweepRow>(sweepPath(at), { body }),
  delete: (at: SweepPath) => del<void>(sweepPath(at)),
  importance: (at: SweepPath, metric: string, signal?: AbortSignal) =>
    get<Importance>(`${sweepPath(at)}/importance`, { query: { metric }, signal }),
}

export const sweepsKey = (entity: string, project: string) => ["sweeps", entity, project] as const
export const sweepKey = (at: SweepPath) => ["sweep", at.entity, at.project, at.sweep] as const

export const sweepsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: sweepsKey(entity, project),
    queryFn: ({ signal }) => sweepsApi.list(entity, project, signal),
  })

export const sweepQuery = (at: SweepPath) =>
  queryOptions({ queryKey: sweepKey(at), queryFn: ({ signal }) => sweepsApi.get(at, signal) })
