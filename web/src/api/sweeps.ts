import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post } from "./client"
import type { Importance, SweepDetail, SweepEdit, SweepRow, SweepsPage } from "./sweepTypes"

/** Names one sweep everywhere in the UI. */
export interface SweepPath {
  entity: string
  project: string
  sweep: string
}

const listPath = (entity: string, project: string) => path("projects", entity, project, "sweeps")
const sweepPath = (at: SweepPath) => listPath(at.entity, at.project) + path(at.sweep)

export const sweepsApi = {
  /** Newest first; `after` is the last sweep of the page before. */
  list: (
    entity: string,
    project: string,
    query: { search?: string; after?: string | null; limit?: number },
    signal?: AbortSignal,
  ) => get<SweepsPage>(listPath(entity, project), { query, signal }),
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

const PAGE = 100

export const sweepsQuery = (entity: string, project: string, search = "") =>
  infiniteQueryOptions({
    queryKey: [...sweepsKey(entity, project), search],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      sweepsApi.list(entity, project, { search, after: pageParam, limit: PAGE }, signal),
    getNextPageParam: ({ sweeps }) => (sweeps.length === PAGE ? (sweeps.at(-1)?.sweep_id ?? null) : null),
  })

export const sweepQuery = (at: SweepPath) =>
  queryOptions({ queryKey: sweepKey(at), queryFn: ({ signal }) => sweepsApi.get(at, signal) })
