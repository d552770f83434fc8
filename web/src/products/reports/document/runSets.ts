import type { Filter, FilterOp, Json, JsonObject, RunSort } from "@/api"
import { asList, asObject, asText } from "./blocks"
import { fieldOf, keyOf } from "./keys"

/** The runs that the panels of a grid show, as the table of runs would ask for them. */
export interface RunSet {
  name: string
  entity: string
  project: string
  enabled: boolean
  /** What is looked for in the runs' names. */
  search: Filter | null
  filter: Filter | null
  /** The runs whose eyes are open; null when all are. */
  chosen: Filter | null
  sort: RunSort[]
  group: string[]
  /** Conditions that could not be read: more runs are shown than the report's author meant. */
  unread: number
}

const OPS: Record<string, FilterOp> = {
  "=": "eq",
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  IN: "in",
  NIN: "nin",
  WITHINSECONDS: "within_s",
}
const SIGNS = Object.fromEntries(Object.entries(OPS).map(([sign, op]) => [op, sign])) as Partial<
  Record<FilterOp, string>
>
SIGNS.eq = "="

/** A run set of the document; what it names no project for is of the report's own. */
export function readRunSet(set: JsonObject, home: { entity: string; project: string }): RunSet {
  const { name, entityName } = asObject(set.project)
  const reading = { unread: 0 }
  const filters = readFilters(asObject(set.filters), reading)
  return {
    name: asText(set.name) || "Run set",
    entity: asText(entityName) || home.entity,
    project: asText(name) || home.project,
    enabled: set.enabled !== false,
    search: searchFilter(asObject(set.search)),
    filter: filters,
    chosen: chosenFilter(asObject(set.selections)),
    sort: asList(asObject(set.sort).keys).flatMap((key) => readSort(asObject(key))),
    group: asList(set.grouping).flatMap((key) => fieldOf(asObject(key)) ?? []),
    unread: reading.unread,
  }
}

function searchFilter({ query, isRegex }: JsonObject): Filter | null {
  const text = asText(query).trim()
  if (!text) return null
  const pattern = isRegex ? text : `(?i)${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`
  return { field: "display_name", op: "regex", value: pattern }
}

/** The runs of the tree are the only ones that show (root 0), or the only ones that do not (root 1). */
function chosenFilter({ root, tree }: JsonObject): Filter | null {
  const names = asList(tree).flatMap((item) => (typeof item === "string" ? item : asList(asObject(item).children)))
  const named: Filter = { field: "name", op: "in", value: names.filter((name) => typeof name === "string") }
  return root === 0 ? named : names.length > 0 ? { not: named } : null
}

/** What the server is asked with. */
export function wholeFilter({ search, filter, chosen }: RunSet): Filter | null {
  const parts = [search, filter, chosen].filter((part) => part !== null)
  return parts.length > 1 ? { and: parts } : (parts[0] ?? null)
}

/** Those of its runs that logged something other than a number under one of the names. */
export function havingMedia(set: RunSet, keys: readonly string[]): RunSet {
  const having: Filter = { or: keys.map((key) => ({ field: `summary.${key}._type`, op: "exists", value: true })) }
  return { ...set, filter: set.filter ? { and: [set.filter, having] } : having }
}

function readSort(entry: JsonObject): RunSort[] {
  const field = fieldOf(asObject(entry.key))
  // Newest first is how runs come anyway.
  return field && !(field === "created_at" && entry.ascending !== true)
    ? [{ field, descending: entry.ascending !== true }]
    : []
}

interface Reading {
  unread: number
}

/** Both forms of filters: a tree of `op`s, and a flat list whose entries say how they are joined to what is before. */
function readFilters(filters: JsonObject, reading: Reading): Filter | null {
  if (filters.filterFormat === "filterV2") return readFlat(asList(filters.filters), reading)
  if (filters.key) return readCondition(filters, reading)
  const parts = asList(filters.filters).flatMap((part) => readFilters(asObject(part), reading) ?? [])
  return joined(filters.op === "OR" ? "or" : "and", parts)
}

function joined(word: "and" | "or", parts: Filter[]): Filter | null {
  if (parts.length < 2) return parts[0] ?? null
  return word === "and" ? { and: parts } : { or: parts }
}

/** `and` binds closer than `or`. */
function readFlat(items: Json[], reading: Reading): Filter | null {
  const alternatives: Filter[][] = [[]]
  for (const item of items.map(asObject)) {
    const part = Array.isArray(item.filters) ? readFlat(item.filters, reading) : readCondition(item, reading)
    if (item.connector === "OR") alternatives.push([])
    if (part) alternatives.at(-1)?.push(part)
  }
  return joined(
    "or",
    alternatives.flatMap((parts) => joined("and", parts) ?? []),
  )
}

function readCondition(item: JsonObject, reading: Reading): Filter | null {
  if (item.disabled === true) return null
  const key = asObject(item.key)
  const field = fieldOf(key)
  const op = OPS[asText(item.op)]
  if (!field || !op || item.value === undefined) {
    if (asText(key.name)) reading.unread++
    return null
  }
  // A tag by its name: having it or not.
  if (key.section === "tags" && asText(key.name) && typeof item.value === "boolean") {
    return { field, op: (op === "eq") === item.value ? "eq" : "ne", value: asText(key.name) }
  }
  return { field, op, value: item.value }
}

/** What a run set cannot say. */
export class NoRunSetFilter extends Error {}

/** A filter of the table in the flat form. Raises NoRunSetFilter for `not`, `contains`, `matches` and `exists`. */
export function writeFilters(filter: Filter | null): JsonObject {
  const parts = filter === null ? [] : "or" in filter ? filter.or : [filter]
  return { filterFormat: "filterV2", filters: parts.flatMap((part, at) => writePart(part, at > 0 ? "OR" : null)) }
}

function writePart(filter: Filter, connector: "AND" | "OR" | null): JsonObject[] {
  const join: JsonObject = connector ? { connector } : {}
  if ("and" in filter) return filter.and.flatMap((part, at) => writePart(part, at > 0 ? "AND" : connector))
  if ("or" in filter) {
    return [{ filters: filter.or.flatMap((part, at) => writePart(part, at > 0 ? "OR" : null)), ...join }]
  }
  if ("not" in filter) throw new NoRunSetFilter("A run set of a report has no “not”: use ≠ or not in.")
  const op = SIGNS[filter.op]
  if (!op) throw new NoRunSetFilter(`A run set of a report has no “${filter.op}”: use =, ≠, <, ≤, >, ≥, in or not in.`)
  return [{ key: keyOf(filter.field), op, value: filter.value, disabled: false, ...join }]
}

/** The run set with what was chosen anew; everything else in it stays. */
export function changedRunSet(set: JsonObject, change: { filter?: Filter | null; group?: string[] }): JsonObject {
  const next = { ...set }
  if (change.filter !== undefined) next.filters = writeFilters(change.filter)
  if (change.group) next.grouping = change.group.map((field) => keyOf(field, { grouping: true }))
  return next
}
