import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { decodeError, type JsonObject } from "@/api"
import { type ArtifactVersion, artifactsApi, type ProjectPath } from "@/api/artifacts"
import { parseJob } from "./jobSource"

const AT_ONCE = 100

/** The jobs of a project by name: artifacts of the type that clients call `job`. */
export const jobsQuery = (at: ProjectPath) =>
  infiniteQueryOptions({
    queryKey: ["artifacts", at.entity, at.project, "jobs"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      artifactsApi.collections(at, { type: "job", limit: AT_ONCE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })

/** The versions of a job, the newest first. */
export const jobVersionsQuery = (at: ProjectPath & { collection: string }) =>
  infiniteQueryOptions({
    queryKey: ["artifacts", at.entity, at.project, "job-versions", at.collection],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => artifactsApi.versions(at, { limit: AT_ONCE, before: pageParam }, signal),
    getNextPageParam: (page) => page.next_before,
  })

/** What a version of a job runs, and with which inputs; a version never changes. */
export const jobSourceQuery = (version: ArtifactVersion) =>
  queryOptions({
    queryKey: ["job-source", version.ref],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await fetch(artifactsApi.fileUrl(version, "wandb-job.json"), { signal })
      if (!answer.ok) throw await decodeError(answer)
      return parseJob((await answer.json()) as JsonObject, version.metadata)
    },
  })
