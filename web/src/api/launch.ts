import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { del, get, path, post, put } from "./client"
import type {
  AgentOfProject,
  EditQueue,
  EntityLaunchBody,
  LaunchAgentRow,
  LaunchAgentsBody,
  LaunchItemRow,
  LaunchItemsBody,
  LaunchQueueRow,
  LaunchQueuesBody,
  NewLaunchItem,
  NewQueue,
  QueueOfProject,
} from "./generated"

export type LaunchQueue = LaunchQueueRow
export type LaunchItem = LaunchItemRow
export type LaunchAgent = LaunchAgentRow
export type { AgentOfProject, QueueOfProject }

const queuesPath = (entity: string, project: string) => path("projects", entity, project, "launch-queues")
const agentsPath = (entity: string, project: string) => path("projects", entity, project, "launch-agents")

export const launchApi = {
  create: (entity: string, project: string, body: NewQueue) => post<LaunchQueue>(queuesPath(entity, project), { body }),
  change: (entity: string, project: string, queue: string, body: EditQueue) =>
    put<LaunchQueue>(queuesPath(entity, project) + path(queue), { body }),
  push: (entity: string, project: string, queue: string, body: NewLaunchItem) =>
    post<LaunchItem>(queuesPath(entity, project) + path(queue, "items"), { body }),
  delete: (entity: string, project: string, queue: string) => del<void>(queuesPath(entity, project) + path(queue)),
  deleteItem: (entity: string, project: string, queue: string, item: number) =>
    del<void>(queuesPath(entity, project) + path(queue, "items", String(item))),
  stopAgent: (entity: string, project: string, agent: number) =>
    post<void>(agentsPath(entity, project) + path(String(agent), "stop")),
}

export const launchKey = (entity: string, project: string) => ["launch", entity, project] as const

/** Open pages are told of what changes; only the silence of an agent, and runs of other projects, nobody tells. */
const LOOK_AGAIN_MS = 30_000

/** The queues and agents of all projects of a user or team. */
export const entityLaunchQuery = (entity: string) =>
  queryOptions({
    queryKey: ["launch", entity],
    queryFn: ({ signal }) => get<EntityLaunchBody>(path("entities", entity, "launch"), { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })

export const queuesQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: [...launchKey(entity, project), "queues"],
    queryFn: ({ signal }) => get<LaunchQueuesBody>(queuesPath(entity, project), { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })

export const launchAgentsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: [...launchKey(entity, project), "agents"],
    queryFn: ({ signal }) => get<LaunchAgentsBody>(agentsPath(entity, project), { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  })

export const itemsQuery = (entity: string, project: string, queue: string) =>
  infiniteQueryOptions({
    queryKey: [...launchKey(entity, project), "items", queue],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      get<LaunchItemsBody>(queuesPath(entity, project) + path(queue, "items"), {
        query: { before: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_before,
    refetchInterval: LOOK_AGAIN_MS,
  })
