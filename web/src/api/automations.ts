import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post } from "./client"
import type { Filter } from "./types"

export type IntegrationKind = "webhook" | "slack" | "email"
export type ActionKind = "webhook" | "notification" | "nothing"
export type DeliveryState = "waiting" | "delivered" | "failed" | "done"
export type AlertSeverity = "INFO" | "WARN" | "ERROR"

/** The filter algebra, as JSON. */
export interface MetricCondition {
  metric: string
  window?: number
  aggregate?: "average" | "min" | "max" | null
  comparison?: "gt" | "ge" | "lt" | "le"
  threshold?: number
  amount?: number
  relative?: boolean
  direction?: "increase" | "decrease" | "any"
  prior_window?: number
}

export interface Condition {
  where?: Filter | null
  states?: string[]
  metric?: MetricCondition
}

export interface Action {
  kind: ActionKind
  integration_id?: number | null
  payload?: unknown
  title?: string | null
  text?: string | null
  severity?: AlertSeverity | null
}

export interface Automation {
  automation_id: number
  name: string
  description: string | null
  enabled: boolean
  /** The only collection it is about; null means the whole project. */
  collection: string | null
  event: string
  condition: Condition
  action: Action
  integration: { name: string; kind: IntegrationKind } | null
  created_at: string
  updated_at: string
  last_fired_at: string | null
  last_state: DeliveryState | null
}

export interface AutomationEdit {
  name?: string
  description?: string
  enabled?: boolean
  event?: string
  condition?: Condition
  action?: Action
}

export interface NewAutomation extends AutomationEdit {
  name: string
  event: string
  action: Action
  collection?: string
}

export interface Integration {
  integration_id: number
  kind: IntegrationKind
  name: string
  values: Record<string, string>
  created_at: string
  updated_at: string
}

export interface Delivery {
  delivery_id: number
  delivery_key: string
  automation_id: number | null
  integration_id: number | null
  name: string
  event: string
  action: ActionKind
  state: DeliveryState
  subject: string
  attempts: number
  next_at: string | null
  created_at: string
  updated_at: string
}

export interface DeliveryTry {
  started_at: string
  duration_ms: number
  status: number | null
  error: string | null
  request_headers: Record<string, string>
  response: string
}

export interface DeliveryDetail extends Delivery {
  body: string
  tries: DeliveryTry[]
}

export interface AlertChannel {
  channel_id: number
  integration_id: number
  integration: { name: string; kind: IntegrationKind } | null
  least_severity: AlertSeverity
  created_at: string
}

const PAGE = 50
const projectPath = (entity: string, project: string) => path("projects", entity, project)
const listPath = (entity: string, project: string) => `${projectPath(entity, project)}/automations`
const logPath = (entity: string, project: string) => `${projectPath(entity, project)}/deliveries`
/** Alerts of a project's runs; or, without one, of all runs of the caller's own. */
export type ChannelsOf = { entity: string; project: string } | null
const channelsPath = (of: ChannelsOf) => `${of ? projectPath(of.entity, of.project) : ""}/alert-channels`
const integrationsPath = (entity: string) => path("entities", entity, "integrations")

export const automationsApi = {
  list: (entity: string, project: string, signal?: AbortSignal) =>
    get<{ automations: Automation[] }>(listPath(entity, project), { signal }).then((body) => body.automations),
  create: (entity: string, project: string, body: NewAutomation) =>
    post<Automation>(listPath(entity, project), { body }),
  edit: (entity: string, project: string, automationId: number, body: AutomationEdit) =>
    patch<Automation>(listPath(entity, project) + path(automationId), { body }),
  delete: (entity: string, project: string, automationId: number) =>
    del<void>(listPath(entity, project) + path(automationId)),
  /** Fires it by hand; answers with the delivery. */
  test: (entity: string, project: string, automationId: number) =>
    post<Delivery>(`${listPath(entity, project)}${path(automationId)}/test`),
  deliveries: (
    entity: string,
    project: string,
    query: { automation_id?: string; before?: number | null; limit?: number },
    signal?: AbortSignal,
  ) => get<{ deliveries: Delivery[] }>(logPath(entity, project), { query, signal }).then((body) => body.deliveries),
  delivery: (entity: string, project: string, deliveryId: number, signal?: AbortSignal) =>
    get<DeliveryDetail>(logPath(entity, project) + path(deliveryId), { signal }),
  redeliver: (entity: string, project: string, deliveryId: number) =>
    post<Delivery>(`${logPath(entity, project)}${path(deliveryId)}/redeliver`),
  integrations: (entity: string, signal?: AbortSignal) =>
    get<{ integrations: Integration[] }>(integrationsPath(entity), { signal }).then((body) => body.integrations),
  createIntegration: (entity: string, body: { kind: IntegrationKind; name: string; values: Record<string, string> }) =>
    post<Integration>(integrationsPath(entity), { body }),
  deleteIntegration: (entity: string, integrationId: number) =>
    del<void>(integrationsPath(entity) + path(integrationId)),
  channels: (of: ChannelsOf, signal?: AbortSignal) =>
    get<{ channels: AlertChannel[] }>(channelsPath(of), { signal }).then((body) => body.channels),
  addChannel: (of: ChannelsOf, integrationId: number, severity: AlertSeverity) =>
    post<AlertChannel>(channelsPath(of), {
      body: { integration_id: integrationId, least_severity: severity },
    }),
  deleteChannel: (of: ChannelsOf, channelId: number) => del<void>(channelsPath(of) + path(channelId)),
}

export const automationsKey = (entity: string, project: string) => ["automations", entity, project] as const
export const deliveriesKey = (entity: string, project: string) => ["deliveries", entity, project] as const
export const integrationsKey = (entity: string) => ["integrations", entity] as const
export const channelsKey = (of: ChannelsOf) => ["alert-channels", of && `${of.entity}/${of.project}`] as const

export const automationsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: automationsKey(entity, project),
    queryFn: ({ signal }) => automationsApi.list(entity, project, signal),
  })

export const deliveriesQuery = (entity: string, project: string, automationId = "") =>
  infiniteQueryOptions({
    queryKey: [...deliveriesKey(entity, project), automationId],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      automationsApi.deliveries(
        entity,
        project,
        { automation_id: automationId || undefined, before: pageParam, limit: PAGE },
        signal,
      ),
    getNextPageParam: (rows) => (rows.length === PAGE ? (rows.at(-1)?.delivery_id ?? null) : null),
  })

export const deliveryQuery = (entity: string, project: string, deliveryId: number) =>
  queryOptions({
    queryKey: ["delivery", entity, project, deliveryId],
    queryFn: ({ signal }) => automationsApi.delivery(entity, project, deliveryId, signal),
  })

export const integrationsQuery = (entity: string) =>
  queryOptions({
    queryKey: integrationsKey(entity),
    queryFn: ({ signal }) => automationsApi.integrations(entity, signal),
  })

export const channelsQuery = (of: ChannelsOf) =>
  queryOptions({
    queryKey: channelsKey(of),
    queryFn: ({ signal }) => automationsApi.channels(of, signal),
  })
