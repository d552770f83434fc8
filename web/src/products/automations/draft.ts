import type { Automation, Condition, MetricCondition, NewAutomation } from "@/api/automations"
import { formatFilter, isCompare, parseFilterText } from "@/products/runs-table/filterText"
import { type EventName, eventOf, onlyPart } from "./words"

/** The form of an automation: everything is text, as it is typed. */
export interface Draft {
  name: string
  event: EventName
  collection: string
  states: string[]
  /** The alias or tag of artifact events; any when empty. */
  match: string
  /** A filter as text, for what the form has no field for. */
  where: string
  metric: string
  aggregate: "none" | "average" | "min" | "max"
  window: string
  priorWindow: string
  comparison: "gt" | "ge" | "lt" | "le"
  number: string
  relative: boolean
  direction: "increase" | "decrease" | "any"
  action: "webhook" | "notification" | "nothing"
  integration: string
  payload: string
  title: string
  text: string
  severity: "INFO" | "WARN" | "ERROR"
}

export const EMPTY: Draft = {
  name: "",
  event: "run_state",
  collection: "",
  states: ["failed", "crashed"],
  match: "",
  where: "",
  metric: "",
  aggregate: "none",
  window: "10",
  priorWindow: "10",
  comparison: "gt",
  number: "",
  relative: true,
  direction: "any",
  action: "webhook",
  integration: "",
  payload: "",
  title: "",
  text: "",
  severity: "INFO",
}

export function draftOf(automation: Automation): Draft {
  const { action, condition } = automation
  const { match, where } = splitWhere(automation.event, condition)
  return {
    ...EMPTY,
    name: automation.name,
    event: automation.event as EventName,
    collection: automation.collection ?? "",
    states: condition.states ?? EMPTY.states,
    match,
    where,
    ...(condition.metric ? draftOfMetric(condition.metric) : {}),
    action: action.kind,
    integration: action.integration_id ? String(action.integration_id) : "",
    payload: action.payload === null || action.payload === undefined ? "" : JSON.stringify(action.payload, null, 2),
    title: action.title ?? "",
    text: action.text ?? "",
    severity: action.severity ?? "INFO",
  }
}

/** What the API takes; throws an error that says which field is wrong. */
export function bodyOf(draft: Draft): NewAutomation {
  return {
    name: draft.name.trim(),
    event: draft.event,
    condition: conditionOf(draft),
    action: actionOf(draft),
    ...(draft.collection.trim() ? { collection: draft.collection.trim() } : {}),
  }
}

function conditionOf(draft: Draft): Condition {
  const of = eventOf(draft.event)?.of
  const where = parseFilterText(draft.where)
  const matched = draft.match.trim()
  if (of === "states") return { where, states: draft.states }
  if (of === "metric") return { where, metric: metricOf(draft) }
  return { where: matched ? { field: of ?? "", op: "eq", value: matched } : where }
}

function metricOf(draft: Draft): MetricCondition {
  const aggregate = draft.aggregate === "none" ? null : draft.aggregate
  const metric = draft.metric.trim()
  const number = parseNumber(draft.number, "The number")
  const window = parseNumber(draft.window, "The window")
  const windows = aggregate ? { aggregate, window } : { aggregate: null }
  if (draft.event === "run_metric_threshold") {
    return { metric, ...windows, comparison: draft.comparison, threshold: number }
  }
  if (draft.event === "run_metric_zscore") return { metric, window, threshold: number, direction: draft.direction }
  const prior = aggregate ? { prior_window: parseNumber(draft.priorWindow, "The window before") } : {}
  const amount = draft.relative ? number / 100 : number
  return { metric, ...windows, ...prior, amount, relative: draft.relative, direction: draft.direction }
}

function draftOfMetric(metric: MetricCondition): Partial<Draft> {
  const percent = metric.relative && metric.amount !== undefined
  const number = percent ? Number(((metric.amount ?? 0) * 100).toPrecision(12)) : (metric.amount ?? metric.threshold)
  return {
    metric: metric.metric,
    aggregate: metric.aggregate ?? "none",
    window: String(metric.window ?? 1),
    priorWindow: String(metric.prior_window ?? metric.window ?? 1),
    comparison: metric.comparison ?? "gt",
    number: String(number ?? ""),
    relative: metric.relative ?? true,
    direction: metric.direction ?? "any",
  }
}

function actionOf(draft: Draft): NewAutomation["action"] {
  if (draft.action === "nothing") return { kind: "nothing" }
  if (!draft.integration) throw new Error("Choose where it is sent to.")
  const to = { integration_id: Number(draft.integration) }
  if (draft.action === "webhook") {
    return { kind: "webhook", ...to, payload: draft.payload.trim() ? parseJson(draft.payload, "The payload") : null }
  }
  return {
    kind: "notification",
    ...to,
    title: draft.title.trim() || null,
    text: draft.text.trim() || null,
    severity: draft.severity,
  }
}

function splitWhere(event: string, condition: Condition): { match: string; where: string } {
  if (!condition.where) return { match: "", where: "" }
  const inner = onlyPart(condition.where)
  const of = eventOf(event)?.of
  const isMatch = (of === "alias" || of === "tag") && isCompare(inner) && inner.field === of && inner.op === "eq"
  return isMatch ? { match: String(inner.value), where: "" } : { match: "", where: formatFilter(inner) }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${what} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

function parseNumber(text: string, what: string): number {
  const number = Number(text)
  if (text.trim() === "" || !Number.isFinite(number)) throw new Error(`${what} must be a number.`)
  return number
}
