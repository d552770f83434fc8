import type { Filter } from "@/api"
import type { Automation, Condition, MetricCondition } from "@/api/automations"
import { formatNumber } from "@/lib/format"
import { describe } from "@/products/runs-table/filterTree"

/** What an automation can wait for; `of` says which part of the form belongs to it. */
export const EVENTS = [
  { value: "run_state", label: "A run changes its state", of: "states" },
  { value: "run_metric_threshold", label: "A metric passes a threshold", of: "metric" },
  { value: "run_metric_change", label: "A metric changes by an amount", of: "metric" },
  { value: "run_metric_zscore", label: "A metric leaves its usual range", of: "metric" },
  { value: "version_created", label: "A version is logged", of: "alias" },
  { value: "version_linked", label: "A version is linked", of: "alias" },
  { value: "version_unlinked", label: "A version is unlinked", of: "alias" },
  { value: "alias_added", label: "An alias is added", of: "alias" },
  { value: "version_tagged", label: "A version gets a tag", of: "tag" },
  { value: "version_untagged", label: "A version loses a tag", of: "tag" },
  { value: "collection_tagged", label: "A collection gets a tag", of: "tag" },
  { value: "collection_untagged", label: "A collection loses a tag", of: "tag" },
] as const

export type EventName = (typeof EVENTS)[number]["value"]

export const STATES = ["finished", "failed", "crashed", "killed", "running", "pending", "preempting", "preempted"]

export const COMPARISONS = { gt: ">", ge: "≥", lt: "<", le: "≤" } as const

export const eventOf = (event: string) => EVENTS.find((one) => one.value === event)

export function eventWord(event: string): string {
  return eventOf(event)?.label ?? (event === "run_alert" ? "A run raises an alert" : event)
}

/** The condition in a few words; empty when there is none. */
export function conditionWords(condition: Condition): string {
  const parts = [
    condition.states?.length ? `to ${condition.states.join(" or ")}` : "",
    condition.metric ? metricWords(condition.metric) : "",
    condition.where ? describe(onlyPart(condition.where)) : "",
  ]
  return parts.filter(Boolean).join(", ")
}

export function actionWords(automation: Automation): string {
  if (automation.action.kind === "nothing") return "Nothing is sent"
  const kind = { webhook: "Webhook", slack: "Slack", email: "E-mail" }[automation.integration?.kind ?? "webhook"]
  return `${kind} ${automation.integration?.name ?? "(deleted)"}`
}

function metricWords(metric: MetricCondition): string {
  const name = metric.aggregate
    ? `${metric.aggregate} of the last ${metric.window ?? 1} ${metric.metric}`
    : metric.metric
  if (metric.comparison) return `${name} ${COMPARISONS[metric.comparison]} ${formatNumber(metric.threshold ?? 0)}`
  if (metric.amount !== undefined) {
    const amount = metric.relative ? `${formatNumber(metric.amount * 100)} %` : formatNumber(metric.amount)
    const verb = { increase: "rises", decrease: "falls", any: "changes" }[metric.direction ?? "any"]
    return `${name} ${verb} by ${amount}`
  }
  const side = { increase: " above", decrease: " below", any: " from" }[metric.direction ?? "any"]
  return `${metric.metric} more than ${formatNumber(metric.threshold ?? 3)} σ${side} the mean of ${metric.window ?? 30}`
}

/** wandb wraps a filter into "and" and "or" of one part. */
export function onlyPart(where: Filter): Filter {
  const parts = "and" in where ? where.and : "or" in where ? where.or : []
  return parts.length === 1 ? onlyPart(parts[0]) : where
}
