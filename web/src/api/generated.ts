/** Made from the server's OpenAPI document by `make api-types`: change the server's models, not this file. */
import type {Json, JsonObject} from "./json"

/**
 * How bad it is.
 */
export type Severity = "INFO" | "WARN" | "ERROR"
/**
 * What became of a file or a value on the way from one version to the other.
 */
export type ChangeKind = "added" | "removed" | "changed"
/**
 * Where a run is in its life.
 */
export type RunState = "running" | "pending" | "finished" | "failed" | "crashed" | "killed" | "preempting" | "preempted"
/**
 * Who besides the members of its entity may use a project. RESTRICTED: of the members only those named, and admins.
 */
export type Visibility = "private" | "restricted" | "shared_read" | "shared_write"
/**
 * Where a sweep is. PENDING: no agent has taken a cell yet.
 */
export type SweepState = "pending" | "running" | "paused" | "finished" | "cancelled" | "crashed"

/**
 * What to do. A payload is of webhooks; title, text and severity are of notifications. All may hold `${variables}`.
 */
export interface ActionBody {
  kind: "webhook" | "notification" | "nothing"
  integration_id?: number | null
  payload?: Json
  title?: string | null
  text?: string | null
  severity?: ("INFO" | "WARN" | "ERROR") | null
}
/**
 * Where one `PUT` goes.
 */
export interface Address {
  url: string
}
/**
 * An agent, and the project whose queues it serves.
 */
export interface AgentOfProject {
  project: string
  agent: LaunchAgentRow
}
/**
 * An agent.
 */
export interface LaunchAgentRow {
  agent_number: number
  name: string
  host: string
  queues: string[]
  version: string | null
  status: string
  stop_requested: boolean
  user: string | null
  created_at: string
  heartbeat_at: string
}
/**
 * Alerts, newest first.
 */
export interface AlertList {
  alerts: AlertRow[]
}
/**
 * What a run had to say.
 */
export interface AlertRow {
  alert_id: number
  run_number: number
  title: string
  text: string
  severity: Severity
  created_at: string
}
/**
 * An alert with its run, null for one that was deleted.
 */
export interface AlertOfRun {
  alert_id: number
  run_number: number
  title: string
  text: string
  severity: Severity
  created_at: string
  run: AlertingRun | null
}
/**
 * The run that had something to say.
 */
export interface AlertingRun {
  entity: string
  project: string
  run_id: string
  display_name: string
  state: string
}
/**
 * Alerts, newest first. `next_before` is for the next page; null when there is none.
 */
export interface AlertsOfRuns {
  alerts: AlertOfRun[]
  next_before: number | null
}
/**
 * Alerts that a run raises.
 */
export interface AlertsTopic {
  entity: string
  project: string
  kind: "alerts"
  run: string
}
/**
 * Where the run is now; `stop_requested` asks the client to end it.
 */
export interface Appended {
  entity: string
  project: string
  run_id: string
  display_name: string
  stop_requested: boolean
}
/**
 * What stands on the x-axis.
 */
export interface AxisBody {
  kind?: "step" | "time" | "relative" | "metric"
  metric?: string | null
}
/**
 * The run that came furthest.
 */
export interface BestRunRow {
  run_id: string
  display_name: string
  value: number
}
/**
 * The run that another was forked from.
 */
export interface BranchParent {
  run_id: string
  display_name: string
}
/**
 * One action on many runs.
 */
export interface BulkBody {
  run_ids: string[]
  action: "delete" | "restore" | "stop" | "tag" | "untag"
  tag?: string | null
}
/**
 * A run after a change.
 */
export interface ChangedRun {
  run: RunRow
}
/**
 * Everything of a run that is narrow; documents are left out. Times are ISO 8601, `duration_s` seconds.
 */
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
  stop_requested: boolean
}
/**
 * A span that would be understood otherwise.
 */
export interface ChangedSpan {
  trace_id: string
  span_id: string
  name: string
  changes: FieldChange[]
}
/**
 * A field of a span by the table of now, and by the proposed one.
 */
export interface FieldChange {
  field: string
  before: Json
  after: Json
}
/**
 * The presets of an entity, by name.
 */
export interface ChartList {
  charts: ChartRow[]
}
/**
 * A preset in a list. Runs call it `entity/name`.
 */
export interface ChartRow {
  name: string
  display_name: string
  is_public: boolean
  created_at: string
  may_delete: boolean
}
/**
 * A preset with its Vega or Vega-Lite specification, whose places `${field:x}` and `${string:title}` are not filled.
 */
export interface ChartWithSpec {
  name: string
  display_name: string
  is_public: boolean
  created_at: string
  may_delete: boolean
  spec: JsonObject
}
/**
 * What to change of a collection; what is left out keeps its value.
 */
export interface CollectionEdit {
  name?: string | null
  description?: string | null
  /**
   * 0: its versions stay.
   */
  ttl_s?: number | null
  tags_to_add?: string[]
  tags_to_delete?: string[]
}
/**
 * One column over all runs of a group.
 *
 * `count` finite numbers; without any, mean, min and max are null, and `std`, of the sample, for one. `present` runs
 * have the column at all, with `different` values; `value` is theirs when it is the same in all of them.
 */
export interface ColumnBody {
  count: number
  mean: number | null
  std: number | null
  min: number | null
  max: number | null
  present: number
  different: number
  value: Json
}
/**
 * What was sent, in order.
 */
export interface CompletedParts {
  part_md5s: string[]
}
/**
 * A page, the one that was last at work first; times in ms since the epoch.
 */
export interface ConversationsBody {
  contains?: string
  since?: number
  until?: number | null
  limit?: number
  cursor?: string | null
}
/**
 * A new key.
 */
export interface CreatedKey {
  key: KeyBody
  /**
   * Shown this once.
   */
  secret: string
}
/**
 * An API key without its secret.
 */
export interface KeyBody {
  key_id: number
  name: string
  /**
   * The first characters of the secret.
   */
  prefix: string
  created_at: string
  /**
   * Exact to about a minute.
   */
  last_used_at: string | null
}
/**
 * A chart that a run declared: a preset, fed by the table logged under `table`.
 *
 * `fields`: place in the preset → column of the table; `strings`: place in the preset → text.
 */
export interface CustomChart {
  key: string
  preset: string
  fields: {
    [k: string]: string
  }
  strings: {
    [k: string]: string
  }
  table: string
}
/**
 * A row of a data set and its place, counted from 0.
 */
export interface DataRow {
  digest: string
  index: number
  value: Json
}
/**
 * A page of rows; `total` is how many the table has.
 */
export interface DataRows {
  rows: DataRow[]
  total: number
}
/**
 * Which runs, in which order.
 */
export interface DocumentsBody {
  filter?: JsonObject | null
  sort?: SortBody[]
  limit?: number
  cursor?: string | null
}
/**
 * One key of the order.
 */
export interface SortBody {
  field: string
  descending?: boolean
}
/**
 * Runs in the order asked for; `total` counts all that match.
 */
export interface DocumentsPage {
  runs: RunDocuments[]
  total: number
  next_cursor: string | null
}
/**
 * A run with its config, its summary and what the client found out about its machine.
 */
export interface RunDocuments {
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
  stop_requested: boolean
  config: JsonObject
  summary: JsonObject
  system: JsonObject
  command: string | null
  git: RunGit
  description: string | null
  exit_code: number | null
  segment: number
}
/**
 * The repository that the run's code was in.
 */
export interface RunGit {
  remote: string | null
  commit: string | null
}
/**
 * What to change; what is left out keeps its value. Event and condition go together.
 */
export interface EditAutomation {
  name?: string | null
  description?: string | null
  enabled?: boolean | null
  event?: string | null
  condition?: JsonObject | null
  action?: ActionBody | null
}
/**
 * What to change; what is left out keeps its value.
 */
export interface EditBody {
  display_name?: string | null
  notes?: string | null
  tags?: string[] | null
  group?: string | null
}
/**
 * What to change; secrets that are left out stay, empty ones go.
 */
export interface EditIntegration {
  name?: string | null
  values?: {
    [k: string]: string
  }
}
/**
 * What to change; what is left out keeps its value.
 */
export interface EditProject {
  name?: string | null
  description?: string | null
  visibility?: Visibility | null
}
/**
 * What a queue is from now on. `settings` is what the resource gets, with `{{name}}` for variables.
 */
export interface EditQueue {
  resource: string
  settings?: JsonObject
  variables?: JsonObject
  prioritized?: boolean
}
/**
 * What to change of version `base_version`; what is left out keeps its value.
 */
export interface EditReport {
  base_version: number
  title?: string | null
  description?: string | null
  spec?: string | null
  draft?: boolean | null
}
/**
 * What to change; what is left out keeps its value.
 */
export interface EditSweep {
  display_name?: string | null
  state?: ("running" | "paused" | "finished" | "cancelled") | null
}
/**
 * What to change; what is left out keeps its value.
 */
export interface EditView {
  name?: string | null
  url_search?: string | null
  shared?: boolean | null
}
/**
 * All that is launched for an entity.
 */
export interface EntityLaunchBody {
  queues: QueueOfProject[]
  agents: AgentOfProject[]
}
/**
 * A queue, and the project that keeps it.
 */
export interface QueueOfProject {
  project: string
  queue: LaunchQueueRow
}
/**
 * A queue. `resource`, `config` and `variables` are null for one whose items say themselves where they run.
 */
export interface LaunchQueueRow {
  name: string
  private: boolean
  prioritized: boolean
  open_count: number
  resource: string | null
  config: JsonObject | null
  variables: JsonObject | null
  links: JsonObject
  user: string | null
  created_at: string
  updated_at: string
}
/**
 * Evaluations, the newest first, and whether there are older ones.
 */
export interface EvaluationList {
  evaluations: EvaluationRow[]
  has_more: boolean
}
/**
 * One pass. `summary` is what the client summed the scores up to; times in ms since the epoch.
 */
export interface EvaluationRow {
  call_id: string
  trace_id: string
  name: string
  evaluation: string
  model: string
  started_at: number
  ended_at: number | null
  status: string
  created_by: string
  summary: Json
}
/**
 * Which runs, in which order, with which columns, as what.
 */
export interface ExportBody {
  filter?: JsonObject | null
  sort?: SortBody[]
  columns?: string[]
  format?: "csv" | "parquet"
}
/**
 * One value, and how many spans have it.
 */
export interface FacetValue {
  value: string
  spans: number
}
/**
 * Per facet its most frequent values.
 */
export interface FacetsAnswer {
  facets: {
    [k: string]: FacetValue[]
  }
}
/**
 * Which columns of which spans, and how many values of each.
 */
export interface FacetsBody {
  filter?: JsonObject | null
  search?: string
  roots_only?: boolean
  since?: number
  until?: number | null
  facets?: (
    | "kind"
    | "status"
    | "name"
    | "model"
    | "provider"
    | "service"
    | "error_type"
    | "user_id"
    | "tags"
    | "scores"
    | "judgements"
  )[]
  values?: number
}
/**
 * Fields of a project's runs.
 */
export interface FieldList {
  fields: FieldRow[]
}
/**
 * A path by which runs are searched: the kinds of value it has, and how many runs have it.
 */
export interface FieldRow {
  path: string
  kinds: string[]
  run_count: number
}
/**
 * A file of a run.
 */
export interface FileBody {
  name: string
  size_bytes: number
  mimetype: string | null
  updated_at: string
  url: string
}
/**
 * Where a file goes; nowhere when the project has its bytes.
 */
export interface FilePlace {
  name: string
  url: string | null
  parts: PartPlaces | null
}
/**
 * Where the parts of a file go, in order, null for one that is there; `token` completes them.
 */
export interface PartPlaces {
  token: string
  urls: (string | null)[]
}
/**
 * Where files go, in the order asked for.
 */
export interface FilePlaces {
  files: FilePlace[]
}
/**
 * Files in the order of names; `total` counts those of all pages.
 */
export interface FilesPage {
  files: FileBody[]
  total: number
  next_cursor: string | null
}
/**
 * Files of a run, as they are stored.
 */
export interface FilesTopic {
  entity: string
  project: string
  kind: "files"
  run: string
}
/**
 * A run in a list, with the fields asked for, by path. `branch` is null for a run that is neither fork nor rewound.
 */
export interface FoundRun {
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
  stop_requested: boolean
  branch: RunBranch | null
  fields: JsonObject
}
/**
 * Where a run leaves what was logged before it.
 *
 * `parent` is null when it was not forked, or its parent was deleted. `fork_step` is the last step that a fork
 * inherited, `rewound_to` the last step of its own that a rewind kept.
 */
export interface RunBranch {
  parent: BranchParent | null
  fork_step: number | null
  rewound_to: number | null
}
/**
 * What a member may do here from now on.
 */
export interface GivenRole {
  role: "viewer" | "restricted_viewer" | "member" | "admin"
}
/**
 * Runs with equal values of the grouping fields, null where they lack one; `filter` finds them again.
 */
export interface GroupRow {
  values: Json[]
  run_count: number
  filter: JsonObject
  columns: {
    [k: string]: ColumnBody
  }
}
/**
 * Columns of equal length; in a bucket each of its `runs` counts once.
 */
export interface GroupSeriesBody {
  group: Json[]
  metric: string
  x: number[]
  mean: (number | null)[]
  std: (number | null)[]
  min: (number | null)[]
  max: (number | null)[]
  runs: number[]
  count: number[]
  run_count: number
  points: number
  nan: [number, number][]
  pos_inf: [number, number][]
  neg_inf: [number, number][]
}
/**
 * Every metric asked for of every group.
 */
export interface GroupedPointsAnswer {
  series: GroupSeriesBody[]
  truth: GroupsTruth
}
/**
 * `groups` is how many there are; no more than the limit are in the answer.
 */
export interface GroupsTruth {
  runs: number
  points: number
  bucket: string | null
  nan: number
  inf: number
  groups: number
}
/**
 * Metrics of groups of runs, in at most `buckets` buckets over `range`.
 */
export interface GroupedPointsBody {
  by: string[]
  filter?: JsonObject | null
  /**
   * Values of the groups to leave out, or their first ones.
   */
  hidden?: Json[][]
  /**
   * Most groups, in the order of their values.
   */
  limit?: number
  metrics: string[]
  x?: AxisBody
  range?: [number, number] | null
  buckets?: number
  source?: "history" | "system"
}
/**
 * Which runs, by which one to three fields, with statistics of which columns.
 */
export interface GroupsBody {
  by: string[]
  filter?: JsonObject | null
  columns?: string[]
  /**
   * By the mean of a field; without it, by the grouping values.
   */
  sort?: SortBody | null
  limit?: number
  offset?: number
}
/**
 * Groups in the order asked for; `total` counts all of them.
 */
export interface GroupsPage {
  groups: GroupRow[]
  total: number
}
/**
 * The version with the rows; `added` were not in the one before. `ref` is what Weave's clients read it by.
 */
export interface GrownAnswer {
  name: string
  version: number
  digest: string
  ref: string
  added: number
  rows: number
}
/**
 * How much each parameter had to do with a field, over so many runs.
 */
export interface Importance {
  runs: number
  parameters: ParameterImportance[]
}
/**
 * `importance` is 0 … 1, those of one answer add up to 1; `correlation` −1 … 1, null without an order.
 */
export interface ParameterImportance {
  path: string
  importance: number
  correlation: number | null
}
/**
 * A place that waits for a user with this address.
 */
export interface InviteRow {
  invite_id: number
  email: string
  role: "viewer" | "member" | "admin"
  created_at: string
}
/**
 * Either the new member, or the place that waits for one.
 */
export interface Invited {
  member?: MemberRow | null
  invite?: InviteRow | null
}
/**
 * A member.
 */
export interface MemberRow {
  username: string
  name: string
  email: string | null
  role: "viewer" | "member" | "admin"
  kind: "user" | "service"
}
/**
 * How many spans were not in the queue yet.
 */
export interface ItemsAdded {
  added: number
}
/**
 * Judgements, the oldest first.
 */
export interface JudgementList {
  judgements: JudgementRow[]
}
/**
 * What somebody said of a span. `feedback_id` "": it came with the span; `label` and `note` go with its number.
 */
export interface JudgementRow {
  feedback_id: string
  span_id: string
  name: string
  value: Json
  label: string
  note: string
  by: "person" | "scorer" | "client"
  created_at: string
  created_by: string
}
/**
 * Keys, oldest first.
 */
export interface KeyList {
  keys: KeyBody[]
}
/**
 * The agents of a project.
 */
export interface LaunchAgentsBody {
  agents: LaunchAgentRow[]
}
/**
 * An item. `priority` goes from 0, the first, to 3.
 */
export interface LaunchItemRow {
  item_number: number
  state: string
  priority: number
  job: string | null
  spec: JsonObject
  run: LaunchItemRun | null
  agent: string | null
  message: string | null
  stage: string | null
  user: string | null
  created_at: string
  updated_at: string
}
/**
 * The run that an agent started, or starts.
 */
export interface LaunchItemRun {
  entity: string
  project: string
  run_id: string
}
/**
 * A page of a queue's items.
 */
export interface LaunchItemsBody {
  queue: LaunchQueueRow
  items: LaunchItemRow[]
  next_before: number | null
}
/**
 * The queues of a project.
 */
export interface LaunchQueuesBody {
  queues: LaunchQueueRow[]
}
/**
 * Launch queues of a project, what is in them, and their agents: something is new.
 */
export interface LaunchTopic {
  entity: string
  project: string
  kind: "launch"
}
/**
 * Lines of each of a run's streams.
 */
export interface LineCounts {
  history: number
  events: number
  console: number
}
/**
 * Links of a report, newest first.
 */
export interface LinkList {
  links: LinkRow[]
}
/**
 * A link. `token` is what the address of the report carries as `accessToken`; null once it opens nothing.
 */
export interface LinkRow {
  link_id: number
  token: string | null
  made_at: string
  expires_at: string
  revoked_at: string | null
}
/**
 * What to follow.
 */
export interface LiveRequest {
  topics: (
    RunsTopic | PointsTopic | LogsTopic | MediaTopic | FilesTopic | AlertsTopic | SweepsTopic | LaunchTopic | SpansTopic
  )[]
}
/**
 * Runs of a project: created, updated, deleted.
 */
export interface RunsTopic {
  entity: string
  project: string
  kind: "runs"
}
/**
 * New rows; None means all runs, or all metrics.
 */
export interface PointsTopic {
  entity: string
  project: string
  kind: "points"
  runs?: string[] | null
  metrics?: string[] | null
  source?: "history" | "system"
}
/**
 * New console lines of a run.
 */
export interface LogsTopic {
  entity: string
  project: string
  kind: "logs"
  run: string
}
/**
 * New media of a run.
 */
export interface MediaTopic {
  entity: string
  project: string
  kind: "media"
  run: string
}
/**
 * Sweeps of a project: created, updated, deleted.
 */
export interface SweepsTopic {
  entity: string
  project: string
  kind: "sweeps"
}
/**
 * Spans of a project: some have begun or ended.
 */
export interface SpansTopic {
  entity: string
  project: string
  kind: "spans"
}
/**
 * A console line; `time` is null when the client did not say, `level` is "error" for what went to stderr.
 */
export interface LogLine {
  line: number
  level: string
  time: string | null
  label: string
  text: string
}
/**
 * One of the processes that write to a run's console; "" is the run's own.
 */
export interface LogWriter {
  writer: string
  label: string
  total: number
}
/**
 * Name and password.
 */
export interface Login {
  username: string
  password: string
}
/**
 * Lines of one writer; `total` counts all that match.
 */
export interface LogsPage {
  lines: LogLine[]
  total: number
  next_line: number | null
  writers: LogWriter[]
}
/**
 * The list of a version's files: path → `{digest, size, ref?}`; digests are MD5 (or XXH128) in base64.
 */
export interface ManifestBody {
  contents: JsonObject
}
/**
 * The MD5 of the list of files that will come.
 */
export interface ManifestWanted {
  md5: string
}
/**
 * A project's own table (None: it has none), the table that comes after it, and what tables may name.
 */
export interface MappingAnswer {
  mapping: MappingVersion | null
  default_document: string
  fields: string[]
  kinds: string[]
  job: MappingJob | null
}
/**
 * One version of a project's own table.
 */
export interface MappingVersion {
  version: number
  document: string
  created_at: string
  created_by: string
}
/**
 * How far stored spans are understood anew. Without `finished_at` it is under way; `problem` says why it failed.
 */
export interface MappingJob {
  version: number
  spans_total: number
  spans_read: number
  spans_changed: number
  asked_at: string
  asked_by: string
  finished_at: string | null
  problem: string
}
/**
 * A table as TOML.
 */
export interface MappingBody {
  document: string
}
/**
 * All versions, the newest first.
 */
export interface MappingVersions {
  versions: MappingVersion[]
}
/**
 * A name under which media of one kind were logged, with their first and last step.
 */
export interface MediaKey {
  key: string
  kind: string
  count: number
  /**
   * @minItems 2
   * @maxItems 2
   */
  steps: [number, number]
}
/**
 * The same, of one of several runs.
 */
export interface MediaOfNamedRun {
  keys: MediaKey[]
  charts: CustomChart[]
  class_labels: {
    [k: string]: {
      [k: string]: {
        [k: string]: string
      }
    }
  }
  run_id: string
}
/**
 * What a run logged besides numbers. `class_labels`: key → boxes or mask → class id → label.
 */
export interface MediaOfRun {
  keys: MediaKey[]
  charts: CustomChart[]
  class_labels: {
    [k: string]: {
      [k: string]: {
        [k: string]: string
      }
    }
  }
}
/**
 * What several runs logged.
 */
export interface MediaOfRuns {
  runs: MediaOfNamedRun[]
}
/**
 * A logged value with addresses beside its paths. `time` is ms since the epoch.
 */
export interface MediaValue {
  step: number
  line: number
  time: number
  kind: string
  value: Json
}
/**
 * Values logged under one name, in step order.
 */
export interface MediaValues {
  values: MediaValue[]
}
/**
 * A user and the role to have.
 */
export interface MemberBody {
  username: string
  role: "viewer" | "member" | "admin"
}
/**
 * Who belongs to a team, by name, and who is invited (for its admins).
 */
export interface MemberList {
  members: MemberRow[]
  invites: InviteRow[]
}
/**
 * Members to add, or whose roles to change.
 */
export interface Members {
  members?: MemberBody[]
}
/**
 * Names that were logged.
 */
export interface MetricList {
  metrics: MetricRow[]
  total: number
}
/**
 * A name that was logged. `kind` is "number", or what a rich value calls itself: "image-file", "histogram", …
 *
 * `step_metric` and `hidden` are what the newest run says that defines the metric.
 */
export interface MetricRow {
  name: string
  kind: string
  run_count: number
  step_metric: string | null
  hidden: boolean
}
/**
 * The models of a project, those with the most requests first, at most 500.
 */
export interface ModelList {
  models: ModelRow[]
}
/**
 * A model that requests went to, and the price that holds for it now, null without one.
 *
 * Of its `requests` clients reported the cost of `reported`, `priced` have a computed one; `cost` sums up both.
 */
export interface ModelRow {
  model: string
  requests: number
  reported: number
  priced: number
  cost: number
  last_at: string
  price: PriceRow | null
}
/**
 * One price, in US dollars per million tokens. Of the list that comes with Runlake `created_by` is "".
 */
export interface PriceRow {
  price_id: string
  model: string
  provider: string
  effective_at: string
  created_at: string
  created_by: string
  removed_at: string | null
  removed_by: string | null
  input: number
  output: number
  cache_read: number
  cache_write: number
}
/**
 * What a run has to say.
 */
export interface NewAlert {
  title: string
  text?: string
  severity?: "INFO" | "WARN" | "ERROR"
  wait_s?: number
  key?: string | null
}
/**
 * An automation to make. `collection` narrows it from the project to one collection of artifacts.
 */
export interface NewAutomation {
  name: string
  description?: string | null
  enabled?: boolean | null
  event: string
  condition?: JsonObject | null
  action: ActionBody
  collection?: string | null
}
/**
 * Alerts that are as severe, or more, are told to an integration.
 */
export interface NewChannel {
  integration_id: number
  least_severity?: "INFO" | "WARN" | "ERROR"
}
/**
 * A file of the version; with `part_md5s` it comes in parts of one size, the last may be smaller.
 */
export interface NewFile {
  name: string
  md5: string
  part_md5s?: string[]
}
/**
 * Files to be sent.
 */
export interface NewFiles {
  files: NewFile[]
}
/**
 * Values of a webhook: url, secret, access_token, secret_ref, access_token_ref; of Slack: url, team, channel; of
 * e-mail: address.
 */
export interface NewIntegration {
  kind: "webhook" | "slack" | "email"
  name: string
  values: {
    [k: string]: string
  }
}
/**
 * Somebody to let into a team.
 */
export interface NewInvite {
  username_or_email: string
  role?: "viewer" | "member" | "admin"
}
/**
 * Spans to put into a queue; those that are not there do not count.
 */
export interface NewItemsBody {
  span_ids: string[]
}
/**
 * `comment` with a text, `thumb` with `up` or `down`, or any other name with a text, a number or true or false.
 */
export interface NewJudgementBody {
  name: string
  value: boolean | number | string
}
/**
 * What the key is for, as shown in the list.
 */
export interface NewKey {
  name: string
}
/**
 * A run to start. What is left out is as the job says, and as the queue says.
 *
 * `job` is `entity/project/name:version`; `entity` and `project` are where the run is logged. `config` overrides
 * single keys of the run's config, `arguments` and `entry_point` replace those of the job. `variables` are values for
 * the queue's template variables.
 */
export interface NewLaunchItem {
  job: string
  entity: string
  project: string
  name?: string | null
  config?: JsonObject
  arguments?: string[] | null
  entry_point?: string[] | null
  priority?: number | null
  variables?: JsonObject
}
/**
 * The table that follows version `after`, 0 for the first.
 */
export interface NewMappingBody {
  document: string
  after: number
}
/**
 * What is published. A prompt's value is `{content}` or `{messages}`; a data set has `rows`. Aliases move here.
 */
export interface NewObjectBody {
  name: string
  kind?: "prompt" | "dataset" | "model" | "scorer" | "object"
  value?: JsonObject
  description?: string | null
  rows?: JsonObject[] | null
  aliases?: string[]
}
/**
 * A price from a date on (from now). Cached tokens without a price of their own cost what input costs.
 */
export interface NewPriceBody {
  model: string
  provider?: string
  effective_at?: string | null
  input: number
  output: number
  cache_read?: number | null
  cache_write?: number | null
}
/**
 * A project to make.
 */
export interface NewProject {
  entity: string
  name: string
  description?: string | null
  visibility?: Visibility
}
/**
 * A queue to make.
 */
export interface NewQueue {
  resource: string
  settings?: JsonObject
  variables?: JsonObject
  prioritized?: boolean
  name: string
}
/**
 * A queue to make.
 */
export interface NewQueueBody {
  name: string
  description?: string
}
/**
 * A registry to make. `types`: the artifact types that it takes, none given means all.
 */
export interface NewRegistry {
  organization: string
  name: string
  description?: string | null
  visibility?: "private" | "restricted"
  types?: string[]
}
/**
 * A report to begin. `draft`: only its author sees it until it is published.
 */
export interface NewReport {
  title: string
  description?: string
  /**
   * The document, as JSON text.
   */
  spec: string
  draft?: boolean
}
/**
 * What a member may do from now on.
 */
export interface NewRole {
  role: "viewer" | "member" | "admin"
}
/**
 * A machine that works for a team.
 */
export interface NewServiceAccount {
  name: string
}
/**
 * A sweep to make: its config as an object, or as YAML or JSON text.
 */
export interface NewSweep {
  config: JsonObject | string
}
/**
 * A team to make.
 */
export interface NewTeam {
  name: string
  organization?: string | null
}
/**
 * What is known of a version before its files come. `digest` is the MD5 of its list of files; `client_id` names this attempt.
 */
export interface NewUpload {
  type: string
  digest: string
  client_id: string
  description?: string | null
  metadata?: JsonObject | null
  aliases?: string[]
  tags?: string[]
  ttl_s?: number | null
  /**
   * The run that logs it.
   */
  run?: string | null
}
/**
 * A view to save.
 */
export interface NewView {
  name: string
  kind?: "workspace" | "traces"
  /**
   * The query string of the page.
   */
  url_search: string
  shared?: boolean
}
/**
 * A version with its value. `code` is the source text of an op; `row_count` that of a data set's table.
 */
export interface ObjectDetail {
  name: string
  kind: "prompt" | "model" | "scorer" | "dataset" | "evaluation" | "leaderboard" | "op" | "object"
  class_name: string
  digest: string
  version: number
  created_at: string
  created_by: string
  tags: string[]
  aliases: string[]
  size_bytes: number
  value: Json
  code: string | null
  table: string | null
  row_count: number | null
}
/**
 * Versions, and whether there are more.
 */
export interface ObjectPage {
  objects: ObjectRow[]
  has_more: boolean
}
/**
 * One version. `version` counts from 0 per name; `aliases` has `latest` for the newest that is not deleted.
 */
export interface ObjectRow {
  name: string
  kind: "prompt" | "model" | "scorer" | "dataset" | "evaluation" | "leaderboard" | "op" | "object"
  class_name: string
  digest: string
  version: number
  created_at: string
  created_by: string
  tags: string[]
  aliases: string[]
  size_bytes: number
}
/**
 * One run.
 */
export interface OneRun {
  run: RunDetail
}
/**
 * All of a run that its page shows.
 */
export interface RunDetail {
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
  stop_requested: boolean
  config: JsonObject
  summary: JsonObject
  system: JsonObject
  command: string | null
  git: RunGit
  description: string | null
  exit_code: number | null
  segment: number
  point_count: number
  last_step: number | null
  line_counts: LineCounts
  branch: RunBranch | null
}
/**
 * An organization.
 */
export interface OrganizationBody {
  name: string
  /**
   * The entity that owns the organization's own projects.
   */
  entity: string
}
/**
 * Every metric asked for of every run that has it.
 */
export interface PointsAnswer {
  series: SeriesBody[]
  truth: PointsTruth
}
/**
 * Columns of equal length, one entry per bucket; null where a bucket has no finite value.
 *
 * When `exact`, every bucket is one point, and `min`, `max` and `count` are left out.
 */
export interface SeriesBody {
  run_id: string
  metric: string
  x: number[]
  mean: (number | null)[]
  min?: (number | null)[]
  max?: (number | null)[]
  count?: number[]
  exact: boolean
  points: number
  last_line: number
  nan: [number, number][]
  pos_inf: [number, number][]
  neg_inf: [number, number][]
}
/**
 * What the series of an answer are made of; `bucket` is null when all of them are exact.
 */
export interface PointsTruth {
  runs: number
  points: number
  bucket: string | null
  nan: number
  inf: number
}
/**
 * Every metric in every run, in at most `buckets` buckets over `range`.
 */
export interface PointsBody {
  runs: string[]
  metrics: string[]
  x?: AxisBody
  range?: [number, number] | null
  buckets?: number
  source?: "history" | "system"
}
/**
 * How many of the newest spans change, and some of them.
 */
export interface PreviewAnswer {
  spans: number
  changed: number
  examples: ChangedSpan[]
}
/**
 * A project's own prices, and the list prices that hold for models without one; `sources` by provider.
 *
 * `removed` are own ones that hold no more, the latest 1,000; `job` the last order to compute costs anew.
 */
export interface PriceList {
  prices: PriceRow[]
  removed: PriceRow[]
  job: RecomputeJob | null
  list_version: string
  list_prices: PriceRow[]
  sources: {
    [k: string]: string
  }
}
/**
 * How far costs are computed anew; `requests_priced` of those read have a computed cost now.
 */
export interface RecomputeJob {
  requests_total: number
  requests_read: number
  requests_priced: number
  asked_at: string
  asked_by: string
  finished_at: string | null
  problem: string
}
/**
 * A project.
 */
export interface ProjectBody {
  entity: string
  name: string
  description: string | null
  visibility: Visibility
  /**
   * What the caller may do here: viewer, member or admin.
   */
  role: string
  created_at: string
  run_count: number
  running_count: number
  last_activity_at: string | null
  /**
   * Runs created per day, oldest first, 30 numbers.
   */
  activity: number[]
}
/**
 * Projects, by owner and name.
 */
export interface ProjectList {
  projects: ProjectBody[]
}
/**
 * The version, which is the latest of its name now. The same content is the same version.
 */
export interface PublishedAnswer {
  name: string
  version: number
  digest: string
  ref: string
}
/**
 * An organization to make or to add members to.
 */
export interface PutOrganization {
  members?: MemberBody[]
  name: string
}
/**
 * A team to make or to add members to.
 */
export interface PutTeam {
  members?: MemberBody[]
  name: string
  organization?: string | null
}
/**
 * A user to make or to change; what is left out keeps its value.
 */
export interface PutUser {
  username: string
  email?: string | null
  name?: string | null
  password?: string | null
  admin?: boolean | null
  /**
   * A key made elsewhere, at least 20 characters, to be imported.
   */
  api_key?: string | null
}
/**
 * A span in a queue; `state` is what `annotator` made of it last.
 */
export interface QueueItemRow {
  item_id: string
  trace_id: string
  span_id: string
  name: string
  started_at: string
  state: "unstarted" | "in_progress" | "completed" | "skipped"
  annotator: string
}
/**
 * Queues, the newest first.
 */
export interface QueueList {
  queues: QueueRow[]
}
/**
 * A queue: `items` wait in it, of which `done` are finished or skipped.
 */
export interface QueueRow {
  queue_id: string
  name: string
  description: string
  created_at: string
  created_by: string
  items: number
  done: number
}
/**
 * A queue with what is in it, the oldest first.
 */
export interface QueueWithItems {
  queue: QueueRow
  items: QueueItemRow[]
}
/**
 * Which spans, by their start in ms since the epoch; all of them when nothing is said.
 */
export interface RecomputeBody {
  since?: number
  until?: number | null
}
/**
 * What to change of a registry; what is left out keeps its value.
 */
export interface RegistryEdit {
  description?: string | null
  visibility?: ("private" | "restricted") | null
  allows_all_types?: boolean | null
  types_to_add?: string[]
  protected_aliases?: string[] | null
}
/**
 * A report with its document, and what the caller has begun to change of it.
 */
export interface ReportDetail {
  report_id: number
  title: string
  description: string
  author: string
  saved_by: string
  draft: boolean
  has_draft: boolean
  version: number
  created_at: string
  updated_at: string
  spec: string
  own_draft: SavedDraft | null
}
/**
 * What somebody has begun to change of version `base_version`, as it was kept.
 */
export interface SavedDraft {
  base_version: number
  title: string
  description: string
  spec: string
  saved_at: string
}
/**
 * What its author has begun to change of version `base_version`.
 */
export interface ReportDraft {
  base_version: number
  title: string
  description?: string
  spec: string
}
/**
 * Reports, the last saved first.
 */
export interface ReportList {
  reports: ReportRow[]
}
/**
 * A report in a list. `author` and `saved_by` are names of users; `has_draft`: the caller has begun to change it.
 */
export interface ReportRow {
  report_id: number
  title: string
  description: string
  author: string
  saved_by: string
  draft: boolean
  has_draft: boolean
  version: number
  created_at: string
  updated_at: string
}
/**
 * Runs in the order asked for; `total` counts all that match.
 */
export interface RunsPage {
  runs: FoundRun[]
  total: number
  next_cursor: string | null
}
/**
 * Which runs, in which order, with which fields.
 */
export interface SearchBody {
  filter?: JsonObject | null
  sort?: SortBody[]
  columns?: string[]
  limit?: number
  cursor?: string | null
}
/**
 * A secret. It cannot be read again.
 */
export interface SecretValue {
  value: string
}
/**
 * The buckets that are not empty, by time; times in ms since the epoch.
 */
export interface SeriesAnswer {
  since: number
  until: number
  width_ms: number
  buckets: SpanBucket[]
}
/**
 * The spans that began in a bucket; `p50_ms` and `p95_ms` are null when none did. Tokens and cost are those of model requests.
 */
export interface SpanBucket {
  start: number
  spans: number
  errors: number
  p50_ms: number | null
  p95_ms: number | null
  input_tokens: number
  output_tokens: number
  cost: number
}
/**
 * A new service account. The key is in this answer and nowhere else.
 */
export interface ServiceAccount {
  username: string
  api_key: string
}
/**
 * Who is logged in, and where they belong.
 */
export interface SessionBody {
  user: SessionUser
  teams: SessionTeam[]
  /**
   * For the header X-CSRF-Token; null when called with an API key.
   */
  csrf_token: string | null
  version: string
}
/**
 * The one who is logged in.
 */
export interface SessionUser {
  username: string
  email: string | null
  name: string
  is_admin: boolean
  /**
   * The personal entity, where new projects go by default.
   */
  entity: string
}
/**
 * An entity the user belongs to.
 */
export interface SessionTeam {
  name: string
  /**
   * viewer, member or admin
   */
  role: string
  /**
   * user, team or organization
   */
  kind: string
}
/**
 * One session; at most ten of its users are named.
 */
export interface SessionRow {
  traces: number
  spans: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost: number
  start: number
  end: number
  busy_ms: number
  first_trace: string
  last_trace: string
  first_input: string
  last_output: string
  models: string[]
  session_id: string
  users: string[]
  user_count: number
}
/**
 * The next page begins at `next_cursor`.
 */
export interface SessionsPage {
  sessions: SessionRow[]
  next_cursor: string | null
}
/**
 * What a link shows of a report.
 */
export interface SharedReport {
  entity: string
  project: string
  report_id: number
  title: string
  description: string
  spec: string
  author: string
  version: number
  updated_at: string
}
/**
 * A span of the project.
 */
export interface SpanName {
  trace_id: string
  span_id: string
}
/**
 * Spans whose inputs and outputs are added. With `members`, those of an input that is an object become columns.
 */
export interface SpanRowsBody {
  spans: SpanName[]
  input_as?: "whole" | "members"
}
/**
 * Which spans, and how fine.
 */
export interface SpanSeriesBody {
  filter?: JsonObject | null
  search?: string
  roots_only?: boolean
  since?: number
  until?: number | null
  buckets?: number
}
/**
 * Where the spans are now.
 */
export interface SpansAnswer {
  entity: string
  project: string
}
/**
 * A page of spans: the newest first, or those that took the longest or spent most.
 */
export interface SpansSearchBody {
  filter?: JsonObject | null
  search?: string
  roots_only?: boolean
  since?: number
  until?: number | null
  order?: "start" | "duration" | "tokens" | "cost"
  judgements?: boolean
  limit?: number
  cursor?: string | null
}
/**
 * The question, and how the answer shall come.
 */
export interface SqlBody {
  query: string
  format?: "arrow" | "json"
}
/**
 * A column of an answer; the type is Arrow's.
 */
export interface SqlColumn {
  name: string
  type: string
}
/**
 * An answer as JSON: times as ISO 8601, numbers that are not finite as words.
 */
export interface SqlRows {
  columns: SqlColumn[]
  rows: Json[][]
}
/**
 * What can be asked about, and the functions that may be called.
 */
export interface SqlSchema {
  views: SqlView[]
  functions: string[]
}
/**
 * A view, and what it has.
 */
export interface SqlView {
  name: string
  about: string
  columns: SqlViewColumn[]
}
/**
 * A column of a view.
 */
export interface SqlViewColumn {
  name: string
  type: string
  about: string
}
/**
 * How far the caller is with an item.
 */
export interface StepBody {
  state: "in_progress" | "completed" | "skipped"
}
/**
 * What a run logged at a step: numbers and texts by metric. `time` is ms since the epoch, null when unknown.
 */
export interface StepValues {
  step: number
  time: number | null
  values: JsonObject
}
/**
 * The agent that was asked to end.
 */
export interface StoppedBody {
  agent_number: number
}
/**
 * A process that takes runs from a sweep.
 */
export interface SweepAgent {
  agent_id: string
  name: string
  host: string | null
  state: "running" | "finished" | "crashed"
  heartbeat_at: string | null
  run_id: string | null
}
/**
 * A sweep with its config, its parameters and its agents.
 */
export interface SweepDetail {
  sweep_id: string
  display_name: string
  state: SweepState
  method: string
  metric: SweepMetric | null
  run_count: number
  running_count: number
  expected_runs: number | null
  run_cap: number | null
  created_at: string
  updated_at: string
  user: string | null
  best_run: BestRunRow | null
  description: string | null
  config: JsonObject
  config_yaml: string
  parameters: SweepParameter[]
  early_terminate: JsonObject | null
  agents: SweepAgent[]
}
/**
 * What a sweep is to make small or large.
 */
export interface SweepMetric {
  name: string
  goal: "minimize" | "maximize"
}
/**
 * A parameter of a search; `path` is the field of the runs that it sets.
 */
export interface SweepParameter {
  path: string
  kind: "number" | "category"
  distribution: string | null
  min: number | null
  max: number | null
  values: Json[] | null
  log: boolean
}
/**
 * A sweep in a list.
 */
export interface SweepRow {
  sweep_id: string
  display_name: string
  state: SweepState
  method: string
  metric: SweepMetric | null
  run_count: number
  running_count: number
  expected_runs: number | null
  run_cap: number | null
  created_at: string
  updated_at: string
  user: string | null
  best_run: BestRunRow | null
}
/**
 * Sweeps, newest first; `total` counts all that match.
 */
export interface SweepsPage {
  sweeps: SweepRow[]
  total: number
}
/**
 * A team.
 */
export interface TeamBody {
  name: string
  organization: string | null
}
/**
 * The caller's teams, by name.
 */
export interface TeamList {
  teams: TeamRow[]
}
/**
 * A team, and the caller's role in it.
 */
export interface TeamRow {
  name: string
  role: "viewer" | "member" | "admin"
}
/**
 * One user, as the traced program names them; at most ten of their sessions are named.
 */
export interface TraceUserRow {
  traces: number
  spans: number
  errors: number
  input_tokens: number
  output_tokens: number
  cost: number
  start: number
  end: number
  busy_ms: number
  first_trace: string
  last_trace: string
  first_input: string
  last_output: string
  models: string[]
  user_id: string
  sessions: string[]
  session_count: number
}
/**
 * The next page begins at `next_cursor`.
 */
export interface TraceUsersPage {
  users: TraceUserRow[]
  next_cursor: string | null
}
/**
 * The trials of an evaluation in the order in which they began; `is_cut` when there are more than are sent.
 */
export interface TrialList {
  evaluation: EvaluationRow
  trials: TrialRow[]
  is_cut: boolean
}
/**
 * What a model made of one row of a data set, and how scorers judged that.
 */
export interface TrialRow {
  call_id: string
  trace_id: string
  row: Json
  row_digest: string
  output: Json
  scores: Json
  latency_s: number | null
  error: string
}
/**
 * A page of the turns of a session, the oldest first.
 */
export interface TurnsBody {
  session_id: string
  limit?: number
  cursor?: string | null
}
/**
 * Of the newest `spans_looked_at` spans.
 */
export interface UnmappedAnswer {
  spans_looked_at: number
  keys: UnmappedRow[]
}
/**
 * An attribute that no field is read from; `example` is its latest value as JSON, cut short.
 */
export interface UnmappedRow {
  key: string
  spans: number
  last_seen: number
  example: string
  trace_id: string
  span_id: string
}
/**
 * Where one `PUT` of a file goes; for 24 hours, without a key.
 */
export interface Upload {
  name: string
  url: string
}
/**
 * Where files go, in the order asked for.
 */
export interface Uploads {
  uploads: Upload[]
}
/**
 * Names that files of the run are to have.
 */
export interface UploadsWanted {
  names: string[]
}
/**
 * A version that a run uses; `used_as` says what for.
 */
export interface UsedVersion {
  entity: string
  project: string
  collection: string
  version: string
  used_as?: string | null
}
/**
 * A user.
 */
export interface UserBody {
  username: string
  email: string | null
  name: string
  is_admin: boolean
  created_at: string
}
/**
 * Users, by name.
 */
export interface UserList {
  users: UserBody[]
}
/**
 * What to change of a version. Aliases and tags are added and taken one by one: two editors do not undo each other.
 */
export interface VersionEdit {
  description?: string | null
  /**
   * Seconds from its creation; 0: it stays; -1: as its collection says.
   */
  ttl_s?: number | null
  aliases_to_add?: string[]
  aliases_to_delete?: string[]
  tags_to_add?: string[]
  tags_to_delete?: string[]
}
/**
 * Earlier versions, newest first.
 */
export interface VersionList {
  versions: VersionRow[]
}
/**
 * What a report was before. `spec` is null in lists.
 */
export interface VersionRow {
  version: number
  title: string
  description: string
  saved_by: string
  saved_at: string
  spec: string | null
}
/**
 * A version on its way: `version` is null until it is committed, or when the newest one has the same content.
 */
export interface VersionUpload {
  upload: number
  state: string
  version: string | null
}
/**
 * Saved views, newest first.
 */
export interface ViewList {
  views: ViewRow[]
}
/**
 * A saved view. `owner` is a user's name; `client_name` is what the addresses that clients print have as `nw`.
 */
export interface ViewRow {
  view_id: number
  client_name: string | null
  name: string
  kind?: "workspace" | "traces"
  owner: string
  url_search: string
  shared: boolean
  created_at: string
  updated_at: string
}
/**
 * Which points; without `metrics` those of all, both steps inclusive; with `ranks` or `writers` those of these alone.
 */
export interface WholePointsBody {
  runs: string[]
  metrics?: string[] | null
  source?: "history" | "system"
  first_step?: number | null
  last_step?: number | null
  ranks?: number[] | null
  writers?: string[] | null
}
/**
 * The version to link, by its own address, and the aliases that it gets in the collection.
 */
export interface Runlake_Protocols_Native_Artifacts_Promotions__NewLink {
  entity: string
  project: string
  collection: string
  version: string
  aliases?: string[]
}
/**
 * How long the link is to be good.
 */
export interface Runlake_Protocols_Native_Views_ReportLinks__NewLink {
  days?: number
}
