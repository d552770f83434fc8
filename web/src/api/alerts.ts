import { infiniteQueryOptions } from "@tanstack/react-query"
import type { AlertSeverity } from "./automations"
import { get, path } from "./client"
import type { AlertOfRun, AlertsOfRuns } from "./generated"

export type { AlertOfRun }

/** Alerts of one project, or of all that the caller may see. */
export type AlertsOf = { entity: string; project: string } | null

const LOOK_AGAIN_MS = 10_000

export const alertsQuery = (of: AlertsOf, least: AlertSeverity) =>
  infiniteQueryOptions({
    queryKey: ["alerts", of && `${of.entity}/${of.project}`, least],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      get<AlertsOfRuns>(of ? `${path("projects", of.entity, of.project)}/alerts` : "/alerts", {
        query: { least, before: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_before,
    refetchInterval: LOOK_AGAIN_MS,
  })
