import type { Filter, FilterOp, Json, RunSort } from "@/api"
import { packJson, type UrlPatch, type UrlState, unpackJson } from "@/lib/urlState"

/** One condition of the filter bar; all of them hold together. */
export interface Condition {
  field: string
  op: FilterOp
  value: Json
}

/** What the table shows. All of it stands in the address. */
export interface TableState {
  search: string
  conditions: Condition[]
  sort: RunSort[]
  columns: string[]
}

const DEFAULT_COLUMNS = ["state", "created_at", "duration_s", "tags"]

export function readTable(state: UrlState): TableState {
  const conditions = unpackJson<Condition[]>(state.filter)
  return {
    search: state.find ?? "",
    conditions: Array.isArray(conditions) ? conditions.filter((each) => typeof each?.field === "string") : [],
    sort: (state.sort ?? "").split("~").filter(Boolean).map(readSort),
    columns: state.cols ? state.cols.split("~").filter(Boolean) : DEFAULT_COLUMNS,
  }
}

export function patchTable(change: Partial<TableState>): UrlPatch {
  const patch: UrlPatch = {}
  if (change.search !== undefined) patch.find = change.search || null
  if (change.conditions) patch.filter = change.conditions.length ? packJson(change.conditions) : null
  if (change.sort) patch.sort = change.sort.map((key) => `${key.descending ? "-" : ""}${key.field}`).join("~") || null
  if (change.columns) patch.cols = same(change.columns, DEFAULT_COLUMNS) ? null : change.columns.join("~")
  return patch
}

const readSort = (text: string): RunSort => ({ field: text.replace(/^-/, ""), descending: text.startsWith("-") })
const same = (one: string[], other: string[]) => one.join("~") === other.join("~")

/** The filter that the server is asked with; null when nothing is filtered. */
export function filterOf({ search, conditions }: Pick<TableState, "search" | "conditions">): Filter | null {
  const parts: Filter[] = conditions.map(({ field, op, value }) => ({ field, op, value }))
  const text = search.trim()
  if (text) {
    const pattern = `(?i)${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`
    parts.push({
      or: [
        { field: "display_name", op: "regex", value: pattern },
        { field: "name", op: "regex", value: pattern },
        { field: `tag:${text}`, op: "exists", value: true },
      ],
    })
  }
  return parts.length ? { and: parts } : null
}

/** The next sort after a click on a column: descending, ascending, none. `add` keeps the other keys. */
export function nextSort(sort: readonly RunSort[], field: string, add: boolean): RunSort[] {
  const others = add ? sort.filter((key) => key.field !== field) : []
  const present = sort.find((key) => key.field === field)
  if (!present) return [...others, { field, descending: true }]
  return present.descending ? [...others, { field, descending: false }] : others
}

const WORDS: Record<FilterOp, string> = {
  eq: "is",
  ne: "is not",
  gt: ">",
  ge: "≥",
  lt: "<",
  le: "≤",
  in: "is one of",
  nin: "is none of",
  contains: "contains",
  regex: "matches",
  exists: "exists",
}
export const OPERATORS = Object.entries(WORDS)
  .filter(([op]) => op !== "in" && op !== "nin")
  .map(([value, label]) => ({ value: value as FilterOp, label }))

/** "lr > 0.1", "state is finished", "optimizer does not exist". */
export function describe({ field, op, value }: Condition): string {
  const name = fieldName(field)
  if (op === "exists") return `${name} ${value ? "exists" : "does not exist"}`
  return `${name} ${WORDS[op]} ${Array.isArray(value) ? value.join(", ") : String(value)}`
}

/** A field without the document it is in: "config.opt.name" → "opt.name". */
export const fieldName = (field: string) => field.replace(/^(config|summary)\./, "").replace(/^tag:/, "tag ")

/** What was typed as a value: a number, true, false, null, or the text itself. */
export function parseValue(text: string): Json {
  const trimmed = text.trim()
  if (trimmed === "true" || trimmed === "false") return trimmed === "true"
  if (trimmed === "null") return null
  const number = Number(trimmed)
  return trimmed !== "" && Number.isFinite(number) ? number : trimmed
}
