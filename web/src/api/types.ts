/** The native API's bodies, in its own words. Times are ISO-8601 with Z; durations are seconds. */

export type RunState = "running" | "pending" | "finished" | "failed" | "crashed" | "killed" | "preempting" | "preempted"

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

export interface Session {
  user: { username: string; email: string | null; name: string; is_admin: boolean; entity: string }
  teams: { name: string; role: string; kind: "user" | "team" | "organization" }[]
  csrf_token: string
  version: string
}

export interface ApiKey {
  key_id: number | string
  name: string
  prefix: string
  created_at: string
  last_used_at: string | null
}

export type Visibility = "private" | "shared_read" | "shared_write"

export interface Project {
  entity: string
  name: string
  description: string | null
  visibility: Visibility
  role: string
  created_at: string
  run_count: number
  running_count: number
  last_activity_at: string | null
  /** Runs created per day, oldest first, 30 numbers. */
  activity: number[]
}

export interface RunRow {
  run_id: string
  run_number: number
  display_name: string
  state: RunState
  tags: string[]
  group: string | null
  job_type: string | null
  user: string | null
  host: string | null
  sweep: string | null
  notes: string | null
  created_at: string
  heartbeat_at: string | null
  finished_at: string | null
  duration_s: number | null
  stop_requested?: boolean
  /** Absent in live events, which do not change it; null for a run that is neither a fork nor rewound. */
  branch?: RunBranch | null
  /** Only the columns asked for, by path. */
  fields: Record<string, Json>
}

/** Where a run leaves what was logged before it. */
export interface RunBranch {
  /** Null when the run was not forked, or its parent was deleted. */
  parent: { run_id: string; display_name: string } | null
  /** The last step that a fork inherited. */
  fork_step: number | null
  /** The last step of its own that a rewind kept. */
  rewound_to: number | null
}

export interface RunDetail extends RunRow {
  config: JsonObject
  summary: JsonObject
  system: JsonObject | null
  command: string | null
  git: { remote: string | null; commit: string | null } | null
  stop_requested: boolean
  exit_code: number | null
  last_step: number | null
  point_count: number
  line_counts: { history: number; events: number; console: number }
}

export type FilterOp = "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "in" | "nin" | "contains" | "regex" | "exists"
export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  | { field: string; op: FilterOp; value: Json }

export interface RunSort {
  field: string
  descending: boolean
}

export interface RunsSearch {
  filter?: Filter | null
  sort?: RunSort[]
  columns?: string[]
  limit?: number
  cursor?: string | null
}

export interface RunsPage {
  runs: RunRow[]
  total: number
  next_cursor: string | null
}

export interface RunEdit {
  display_name?: string
  notes?: string
  tags?: string[]
  group?: string | null
}

export interface RunsBulk {
  run_ids: string[]
  action: "delete" | "restore" | "stop" | "tag" | "untag"
  tag?: string
}

export interface FieldInfo {
  path: string
  kinds: string[]
  run_count: number
}

export interface MetricInfo {
  name: string
  /** "number", or the kind of a rich value: "image-file", "table-file", "histogram" … */
  kind: string
  run_count: number
}

export type PointsSource = "history" | "system"

export type XAxis = { kind: "step" | "time" | "relative" } | { kind: "metric"; metric: string }

export interface PointsQuery {
  runs: string[]
  metrics: string[]
  x: XAxis
  /** In the unit of x: steps, ms since the epoch, seconds or the metric's own. */
  range: [number, number] | null
  buckets: number
  source: PointsSource
}

/** Columns of equal length, one entry for each bucket; null where a bucket holds no finite value. */
export interface Series {
  run_id: string
  metric: string
  x: number[]
  min: (number | null)[]
  max: (number | null)[]
  mean: (number | null)[]
  count: number[]
  nan: [number, number][]
  pos_inf: [number, number][]
  neg_inf: [number, number][]
  points: number
  /** Every bucket is one point. */
  exact: boolean
  last_line: number
}

export interface Truth {
  runs: number
  points: number
  bucket: string | null
  nan: number
  inf: number
}

export interface Points {
  series: Series[]
  truth: Truth
}

export interface LogLine {
  line: number
  level: string | null
  time: string | null
  label: string | null
  text: string
}

export interface LogsPage {
  lines: LogLine[]
  total: number
  next_line: number | null
  /** The processes that write to this console; "" is the run's own. */
  writers?: LogWriter[]
}

export interface LogWriter {
  writer: string
  label: string
  total: number
}

export interface LogsQuery {
  first_line?: number
  limit?: number
  search?: string
  writer?: string
}

export interface MediaKey {
  key: string
  kind: string
  count: number
  steps: [number, number]
}

export interface MediaValue {
  step: number
  line: number
  value: Json
}

export interface RunFile {
  name: string
  size_bytes: number
  mimetype: string | null
  updated_at: string
  url: string
}

export interface FilesPage {
  files: RunFile[]
  total: number
  next_cursor: string | null
}

export interface RunAlert {
  title: string
  text: string
  severity: string
  created_at: string
}
