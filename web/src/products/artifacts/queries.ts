import { queryOptions } from "@tanstack/react-query"
import type { RunPath } from "@/api"
import { artifactsApi, type ProjectPath, type VersionPath } from "@/api/artifacts"

/** All of a project's artifacts; a change of any refreshes what is shown of all. */
export const artifactsKey = (at: ProjectPath) => ["artifacts", at.entity, at.project] as const

export const typesQuery = (at: ProjectPath) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "types"],
    queryFn: ({ signal }) => artifactsApi.types(at, signal),
  })

export const versionQuery = (at: VersionPath) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "version", at.collection, at.version],
    queryFn: ({ signal }) => artifactsApi.version(at, signal),
  })

export const collectionQuery = (at: ProjectPath & { collection: string }) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "collection", at.collection],
    queryFn: ({ signal }) => artifactsApi.collection(at, signal),
  })

/** What is on its way in: looked at often while there is any, now and then while there is none. */
export const uploadsQuery = (at: ProjectPath & { collection: string }) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "uploads", at.collection],
    queryFn: ({ signal }) => artifactsApi.uploads(at, signal),
    refetchInterval: (query) => (query.state.data?.length ? 2_000 : 15_000),
  })

export const runArtifactsQuery = (at: RunPath) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "of-run", at.run],
    queryFn: ({ signal }) => artifactsApi.ofRun(at, signal),
  })
