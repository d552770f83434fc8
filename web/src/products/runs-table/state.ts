import type { Filter, RunSort } from "@/api"
import type { UrlPatch, UrlState } from "@/lib/urlState"
import { formatFilter, parseFilterText } from "./filterText"

/** What the table shows. All of it stands in the address. */
export interface TableState {
  search: string
  filter: Filter | null
  sort: RunSort[]
  columns: string[]
  /** Fields by which the runs are grouped, the outermost first. */
  group: string[]
  /** The id of the run that the others are compared with. */
  baseline: string | null
}

export const DEFAULT_COLUMNS = ["created_at", "duration_s", "user", "tags"]
const MOST_SORT_KEYS = 5
export const MOST_GROUP_KEYS = 3

export function readTable(state: UrlState): TableState {
  return {
    search: state.find ?? "",
    filter: readFilter(state.filter),
    sort: readNames(state.sort).map(readSort),
    columns: state.cols ? readNames(state.cols) : DEFAULT_COLUMNS,
    group: readNames(state.group).slice(0, MOST_GROUP_KEYS),
    baseline: state.base || null,
  }
}

export function patchTable(change: Partial<TableState>): UrlPatch {
  const patch: UrlPatch = {}
  if (change.search !== undefined) patch.find = change.search || null
  if (change.filter !== undefined) patch.filter = formatFilter(change.filter) || null
  if (change.sort) patch.sort = change.sort.map((key) => `${key.descending ? "-" : ""}${key.field}`).join("~") || null
  if (change.columns) patch.cols = same(change.columns, DEFAULT_COLUMNS) ? null : change.columns.join("~") || "~"
  if (change.group) patch.group = change.group.join("~") || null
  if (change.baseline !== undefined) patch.base = change.baseline
  return patch
}

const readNames = (text: string | undefined) => [...new Set((text ?? "").split("~").filter(Boolean))]
const readSort = (text: string): RunSort => ({ field: text.replace(/^-/, ""), descending: text.startsWith("-") })
const same = (one: string[], other: string[]) => one.join("~") === other.join("~")

/** A filter that nobody can read any more counts as none. */
function readFilter(text: string | undefined): Filter | null {
  try {
    return text ? parseFilterText(text) : null
  } catch {
    return null
  }
}

/** The filter that the server is asked with; null when nothing is filtered. */
export function serverFilter({ search, filter }: Pick<TableState, "search" | "filter">): Filter | null {
  const text = search.trim()
  if (!text) return filter
  const found: Filter = { field: "display_name", op: "regex", value: `(?i)${escapeRegex(text)}` }
  return filter ? { and: [found, filter] } : found
}

const escapeRegex = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** The next sort after a click on a column: descending, ascending, none. `add` keeps the other keys. */
export function nextSort(sort: readonly RunSort[], field: string, add: boolean): RunSort[] {
  const at = sort.findIndex((key) => key.field === field)
  const next = at < 0 ? { field, descending: true } : sort[at].descending ? { field, descending: false } : null
  if (!add) return next ? [next] : []
  if (at < 0) return [...sort, next!].slice(-MOST_SORT_KEYS)
  return next ? sort.with(at, next) : sort.filter((_, index) => index !== at)
}

/** A field without the document it is in: "config.opt.name" → "opt.name". */
export const fieldName = (field: string) => field.replace(/^(config|summary)\./, "").replace(/^tag:/, "tag ")
