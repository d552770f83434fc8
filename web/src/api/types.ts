/** The native API's bodies under the names that the UI calls them by. Times are ISO-8601 with Z; durations are seconds. */
import type * as made from "./generated"
import type { Json } from "./json"

export type {
  ChangeKind,
  FilesPage,
  LogLine,
  LogsPage,
  LogWriter,
  MediaKey,
  MediaValue,
  RunBranch,
  RunDetail,
  RunState,
  Visibility,
} from "./generated"
export type { Json, JsonObject } from "./json"

export type ApiKey = made.KeyBody
export type FieldInfo = made.FieldRow
export type MetricInfo = made.MetricRow
export type PointsSource = NonNullable<made.PointsBody["source"]>
export type Project = made.ProjectBody
export type ProjectEdit = made.EditProject
export type RunAlert = made.AlertRow
export type RunEdit = Given<Omit<made.EditBody, "group">> & Pick<made.EditBody, "group">
export type RunFile = made.FileBody
export type RunSort = Required<made.SortBody>
export type RunsBulk = made.BulkBody

/** A body of changes, where leaving a name out says what null would. */
export type Given<Body> = { [Name in keyof Body]?: NonNullable<Body[Name]> }

/** A browser's session has a token; only API keys come without. */
export interface Session extends made.SessionBody {
  csrf_token: string
}

/** A run in a list. Live events do not change its branch, and leave it out. */
export type RunRow = Omit<made.FoundRun, "branch"> & Partial<Pick<made.FoundRun, "branch">>

/** `within_s`: a time that is at most so many seconds ago. */
export type FilterOp =
  | "eq"
  | "ne"
  | "gt"
  | "ge"
  | "lt"
  | "le"
  | "in"
  | "nin"
  | "contains"
  | "regex"
  | "exists"
  | "within_s"
export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  | { field: string; op: FilterOp; value: Json }

/** A body whose filter is known better than as any object. */
export type WithFilter<Body> = Omit<Body, "filter"> & { filter?: Filter | null }

export type RunsSearch = WithFilter<made.SearchBody>

export interface RunsPage extends Omit<made.RunsPage, "runs"> {
  runs: RunRow[]
}

export type XAxis = { kind: "step" | "time" | "relative" } | { kind: "metric"; metric: string }

/** `range` is in the unit of x: steps, ms since the epoch, seconds or the metric's own. */
export type PointsQuery = Required<Omit<made.PointsBody, "x">> & { x: XAxis }
export type Points = made.PointsAnswer
export type Series = made.SeriesBody
export type Truth = made.PointsTruth

export interface LogsQuery {
  first_line?: number
  /** From the last line on that was there at this time, in ms since the epoch. */
  at?: number
  limit?: number
  search?: string
  writer?: string
}
