import type { JsonObject } from "@/api"
import type { SpanOrder, SpansQuery } from "@/api/traces"
import { readChoice, readList, type UrlState } from "@/lib/urlState"
import { columnsOf } from "./columns"
import { judgementFilter } from "./judged"
import { rangeOf } from "./timeRange"

/** What a list is narrowed by; each is a part of the address. */
export const NARROWING = [
  ...["status", "kind", "name", "model", "service", "user_id", "error_type", "tags", "scores", "session_id", "run"],
  "judgements",
] as const

const ORDERS: readonly SpanOrder[] = ["start", "duration", "tokens", "cost"]

export const orderOf = (url: UrlState): SpanOrder => readChoice(url.order, ORDERS, "start")

/** What is judged, as lists can be narrowed by it; of a trace any of its spans counts. */
const JUDGED = new Set<string>(["scores", "judgements"])

/** What the address asks of the list; with `refs`, its own or given, only spans that used one of these versions. */
export function listQuery(url: UrlState, nowMs: number, given?: readonly string[]): SpansQuery {
  const refs = given ?? readList(url.refs)
  const fieldOf = (name: string) => (JUDGED.has(name) && url.show !== "spans" ? `trace.${name}` : name)
  const parts: JsonObject[] = NARROWING.filter((name) => url[name]).map((name) =>
    name === "judgements"
      ? judgementFilter(fieldOf(name), url[name] ?? "")
      : { field: fieldOf(name), op: "eq", value: url[name] },
  )
  if (refs.length) parts.push({ field: "refs", op: "in", value: [...refs] })
  const search = (url.find ?? "").trim()
  const order = orderOf(url)
  return {
    roots_only: url.show !== "spans",
    filter: parts.length ? { and: parts } : null,
    ...(search && { search }),
    ...(order !== "start" && { order }),
    ...(columnsOf(url).some(({ id }) => id === "judged") && { judgements: true }),
    ...rangeOf(url, nowMs),
  }
}

/** Which spans a question is about, whatever their order and what is shown of them. */
export function matchOf({ order: _order, judgements: _judgements, ...match }: SpansQuery): SpansQuery {
  return match
}

/** New spans can come into a list by themselves when it begins with the newest and has no end in time. */
export const canFollow = (query: SpansQuery): boolean => !query.order && query.until === undefined
