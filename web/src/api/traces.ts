import { del, get, path, post } from "./client"
import type { GrownAnswer, SeriesAnswer, SessionsPage, TraceUsersPage } from "./generated"
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
  /** The run it was made in, "" for none; `run_project` "" is the span's own, `run_step` -1 is none. */
  run: string
  run_project: string
  run_step: number
  /** Versions of artifacts and objects that it used. */
  refs: string[]
  /** Of roots: what the trace sums up to. */
  trace?: TraceTotals | null
  /** What was said of it, of roots of any span of the trace; of lists that asked for it. */
  judgements?: JudgementWord[]
}

/** Something that was said `count` times; a comment is cut short. */
export interface JudgementWord {
  name: string
  text: string
  count: number
}

/** A span as its trace is sent: what is empty is left out. */
type SpanSaid = Omit<Partial<SpanRow>, "trace_id"> &
  Pick<SpanRow, "span_id" | "start" | "duration_ms" | "name" | "kind" | "status">

const SILENT = {
  parent_id: "",
  is_root: false,
  is_open: false,
  error_type: "",
  error_message: "",
  service: "",
  model: "",
  provider: "",
  session_id: "",
  user_id: "",
  tags: [],
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  reasoning_tokens: 0,
  cost: null,
  input_preview: "",
  output_preview: "",
  run: "",
  run_project: "",
  run_step: -1,
  refs: [],
} satisfies Partial<SpanRow>

/** The root of a trace of a session, with the calls of tools in that trace. */
export interface Turn extends SpanRow {
  tools: SpanRow[]
}

export interface TurnsPage {
  turns: Turn[]
  next_cursor: string | null
}

export interface TraceTotals {
  spans: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost: number
}

/** What a list begins with: the newest, the longest, those that spent most. */
export type SpanOrder = "start" | "duration" | "tokens" | "cost"

export interface SpansQuery {
  filter?: JsonObject | null
  /** Words anywhere in inputs, outputs, attributes and messages. */
  search?: string
  roots_only?: boolean
  since?: number
  until?: number
  order?: SpanOrder
  /** Whether rows say what was said of them. */
  judgements?: boolean
  limit?: number
  cursor?: string | null
}

/** What a span holds; `raw` is all that its client sent. */
export interface SpanPayload {
  /** What a model was told before the messages of its input: a text, or parts of a message. */
  instructions: unknown
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

export type Facet =
  | "kind"
  | "status"
  | "name"
  | "model"
  | "service"
  | "user_id"
  | "error_type"
  | "tags"
  | "scores"
  | "judgements"
export type Facets = { [facet in Facet]?: { value: string; spans: number }[] }

export type {
  SeriesAnswer as SpanSeries,
  SessionRow,
  SessionsPage,
  SpanBucket,
  TraceUserRow,
  TraceUsersPage,
} from "./generated"

/** A span of a project. */
export type SpanName = Pick<SpanRow, "trace_id" | "span_id">
export type InputAs = "whole" | "members"

export type JudgementValue = string | number | boolean

/** What somebody said of a span; `feedback_id` "" is a score that came with it, which nobody can take back. */
export interface Judgement {
  feedback_id: string
  span_id: string
  name: string
  value: unknown
  /** Of a number that came with a span: in a word, and why. */
  label: string
  note: string
  by: "person" | "scorer" | "client"
  created_at: string
  created_by: string
}

export interface Queue {
  queue_id: string
  name: string
  description: string
  created_at: string
  created_by: string
  items: number
  done: number
}

export interface QueueItem {
  item_id: string
  trace_id: string
  span_id: string
  name: string
  started_at: string
  state: "unstarted" | "in_progress" | "completed" | "skipped"
  annotator: string
}

const tracePath = (at: TracePath) => path("projects", at.entity, at.project, "traces", at.trace)

export const tracesApi = {
  search: (entity: string, project: string, body: SpansQuery, signal?: AbortSignal) =>
    post<SpansPage>(path("projects", entity, project, "spans", "search"), { body, signal }),
  trace: (at: TracePath, signal?: AbortSignal) =>
    get<{ spans: SpanSaid[] }>(tracePath(at), { signal }).then(({ spans }) =>
      spans.map((said) => ({ ...SILENT, trace_id: at.trace, ...said })),
    ),
  span: (at: TracePath, span: string, signal?: AbortSignal) =>
    get<SpanPayload>(tracePath(at) + path("spans", span), { signal }),
  facets: (
    entity: string,
    project: string,
    body: SpansQuery & { facets: Facet[]; values?: number },
    signal?: AbortSignal,
  ) =>
    post<{ facets: Facets }>(path("projects", entity, project, "spans", "facets"), { body, signal }).then(
      (answer) => answer.facets,
    ),
  series: (entity: string, project: string, body: SpansQuery & { buckets: number }, signal?: AbortSignal) =>
    post<SeriesAnswer>(path("projects", entity, project, "spans", "series"), { body, signal }),
  sessions: (
    entity: string,
    project: string,
    body: { contains?: string; limit?: number; cursor?: string | null },
    signal?: AbortSignal,
  ) => post<SessionsPage>(path("projects", entity, project, "sessions", "search"), { body, signal }),
  turns: (
    entity: string,
    project: string,
    body: { session_id: string; limit?: number; cursor?: string | null },
    signal?: AbortSignal,
  ) => post<TurnsPage>(path("projects", entity, project, "sessions", "turns"), { body, signal }),
  users: (
    entity: string,
    project: string,
    body: { contains?: string; limit?: number; cursor?: string | null },
    signal?: AbortSignal,
  ) => post<TraceUsersPage>(path("projects", entity, project, "trace-users", "search"), { body, signal }),
  addToDataset: (entity: string, project: string, name: string, spans: readonly SpanName[], inputAs: InputAs) =>
    post<GrownAnswer>(path("projects", entity, project, "datasets", name, "rows"), {
      body: { spans: spans.map(({ trace_id, span_id }) => ({ trace_id, span_id })), input_as: inputAs },
    }),
  judgements: (at: TracePath, signal?: AbortSignal) =>
    get<{ judgements: Judgement[] }>(tracePath(at) + path("judgements"), { signal }).then((body) => body.judgements),
  say: (at: TracePath, span: string, name: string, value: JudgementValue) =>
    post<Judgement>(tracePath(at) + path("spans", span, "judgements"), { body: { name, value } }),
  takeBack: (at: TracePath, feedback: string) =>
    del<void>(path("projects", at.entity, at.project, "judgements", feedback)),
}

const queuesPath = (entity: string, project: string) => path("projects", entity, project, "annotation-queues")

export const queuesApi = {
  list: (entity: string, project: string, signal?: AbortSignal) =>
    get<{ queues: Queue[] }>(queuesPath(entity, project), { signal }).then((body) => body.queues),
  get: (entity: string, project: string, queue: string, signal?: AbortSignal) =>
    get<{ queue: Queue; items: QueueItem[] }>(queuesPath(entity, project) + path(queue), { signal }),
  create: (entity: string, project: string, name: string) =>
    post<Queue>(queuesPath(entity, project), { body: { name } }),
  remove: (entity: string, project: string, queue: string) => del<void>(queuesPath(entity, project) + path(queue)),
  add: (entity: string, project: string, queue: string, spanIds: string[]) =>
    post<{ added: number }>(queuesPath(entity, project) + path(queue, "items"), { body: { span_ids: spanIds } }),
  step: (entity: string, project: string, queue: string, item: string, state: "completed" | "skipped") =>
    post<QueueItem>(queuesPath(entity, project) + path(queue, "items", item, "progress"), { body: { state } }),
}
