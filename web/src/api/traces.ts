import { get, path, post } from "./client"
import type { JsonObject } from "./types"

export type SpanKind =
  | "agent"
  | "llm"
  | "tool"
  | "retriever"
  | "embedding"
  | "chain"
  | "evaluator"
  | "guardrail"
  | "reranker"
  | "unknown"

/** What lists and trees show of a span; `start` in ms since the epoch. */
export interface SpanRow {
  trace_id: string
  span_id: string
  parent_id: string
  is_root: boolean
  /** Has begun and not ended: its duration is up to now. */
  is_open: boolean
  start: number
  duration_ms: number
  name: string
  kind: SpanKind
  status: "ok" | "error" | "unset"
  error_type: string
  error_message: string
  service: string
  model: string
  provider: string
  session_id: string
  user_id: string
  tags: string[]
  input_tokens: number
  output_tokens: number
  cache_read_tokens: number
  cache_write_tokens: number
  reasoning_tokens: number
  cost: number | null
  input_preview: string
  output_preview: string
  /** Of roots: what the trace sums up to. */
  trace?: TraceTotals | null
}

export interface TraceTotals {
  spans: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost: number
}

export interface SpansQuery {
  filter?: JsonObject | null
  roots_only?: boolean
  since?: number
  until?: number
  limit?: number
  cursor?: string | null
}

/** What a span holds; `raw` is all that its client sent. */
export interface SpanPayload {
  input: unknown
  output: unknown
  raw: JsonObject
}

export interface TracePath {
  entity: string
  project: string
  trace: string
}

export interface SpansPage {
  spans: SpanRow[]
  next_cursor: string | null
}

const tracePath = (at: TracePath) => path("projects", at.entity, at.project, "traces", at.trace)

export const tracesApi = {
  search: (entity: string, project: string, body: SpansQuery, signal?: AbortSignal) =>
    post<SpansPage>(path("projects", entity, project, "spans", "search"), { body, signal }),
  trace: (at: TracePath, signal?: AbortSignal) =>
    get<{ spans: SpanRow[] }>(tracePath(at), { signal }).then((body) => body.spans),
  span: (at: TracePath, span: string, signal?: AbortSignal) =>
    get<SpanPayload>(tracePath(at) + path("spans", span), { signal }),
}
