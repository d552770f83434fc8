import type { JsonObject } from "@/api"
import type { SpanOrder, SpansQuery } from "@/api/traces"
import { readChoice, type UrlState } from "@/lib/urlState"
import { rangeOf } from "./timeRange"

/** What a list is narrowed by; each is a part of the address. */
export const NARROWING = [
  ...["status", "kind", "name", "model", "service", "user_id", "error_type", "tags", "scores", "session_id", "run"],
] as const

const ORDERS: readonly SpanOrder[] = ["start", "duration", "tokens", "cost"]

export const orderOf = (url: UrlState): SpanOrder => readChoice(url.order, ORDERS, "start")

/** What the address asks of the list; with `refs` only spans that used one of these versions. */
export function listQuery(url: UrlState, nowMs: number, refs?: readonly string[]): SpansQuery {
  // A trace is judged at any of its spans.
  const fieldOf = (name: string) => (name === "scores" && url.show !== "spans" ? "trace.scores" : name)
  const parts: JsonObject[] = NARROWING.filter((name) => url[name]).map((name) => ({
    field: fieldOf(name),
    op: "eq",
    value: url[name],
  }))
  if (refs) parts.push({ field: "refs", op: "in", value: [...refs] })
  const search = (url.find ?? "").trim()
  const order = orderOf(url)
  return {
    roots_only: url.show !== "spans",
    filter: parts.length ? { and: parts } : null,
    ...(search && { search }),
    ...(order !== "start" && { order }),
    ...rangeOf(url, nowMs),
  }
}

/** Which spans a question is about, whatever their order. */
export function matchOf({ order: _order, ...match }: SpansQuery): SpansQuery {
  return match
}

/** New spans can come into a list by themselves when it begins with the newest and has no end in time. */
export const canFollow = (query: SpansQuery): boolean => !query.order && query.until === undefined
