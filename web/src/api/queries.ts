import { queryOptions } from "@tanstack/react-query"
import { api, type RunPath } from "./endpoints"

/** The queries that more than one product reads; keys are built here alone, so that a change reaches every reader. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => api.session(signal),
  staleTime: 5 * 60_000,
})

export const projectsQuery = queryOptions({
  queryKey: ["projects"],
  queryFn: ({ signal }) => api.projects(signal).then((body) => body.projects),
})

export const projectQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: ["project", entity, project],
    queryFn: ({ signal }) => api.project(entity, project, signal),
  })

export const runKey = (at: RunPath) => ["run", at.entity, at.project, at.run] as const

export const runQuery = (at: RunPath) =>
  queryOptions({ queryKey: runKey(at), queryFn: ({ signal }) => api.run(at, signal) })

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => api.keys(signal).then((body) => body.keys),
})
