import type { Filter, FilterOp } from "@/api"
import { formatAge } from "./ages"
import { type Compare, isCompare } from "./filterText"
import { fieldName } from "./state"

export type Join = "and" | "or"

/** A filter as the bar shows it: parts that hold together, or of which one holds. */
export interface FilterParts {
  join: Join
  parts: Filter[]
}

export function partsOf(filter: Filter | null): FilterParts {
  if (!filter) return { join: "and", parts: [] }
  if ("and" in filter) return { join: "and", parts: filter.and }
  if ("or" in filter) return { join: "or", parts: filter.or }
  return { join: "and", parts: [filter] }
}

export function filterOf({ join, parts }: FilterParts): Filter | null {
  if (parts.length < 2) return parts[0] ?? null
  return join === "and" ? { and: parts } : { or: parts }
}

/** The filter with a part put at a place; a place past the end adds one. */
export function withPart(filter: Filter | null, at: number, part: Filter): Filter | null {
  const { join, parts } = partsOf(filter)
  return filterOf({ join, parts: at < parts.length ? parts.with(at, part) : [...parts, part] })
}

export function withoutPart(filter: Filter | null, at: number): Filter | null {
  const { join, parts } = partsOf(filter)
  return filterOf({ join, parts: parts.filter((_, index) => index !== at) })
}

export function withJoin(filter: Filter | null, join: Join): Filter | null {
  return filterOf({ join, parts: partsOf(filter).parts })
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
  within_s: "within the last",
}
const OFFERED: readonly FilterOp[] = ["eq", "ne", "gt", "ge", "lt", "le", "contains", "regex", "exists"]
const TIMES = new Set(["created_at", "updated_at", "heartbeat_at", "finished_at"])

/** What the form offers for one condition; lists are for the text form. */
export const operatorsFor = (field: string) =>
  (TIMES.has(field) ? (["within_s", ...OFFERED] as const) : OFFERED).map((op) => ({ value: op, label: WORDS[op] }))

/** A part in plain words: "lr > 0.1", "state is finished", "optimizer is missing". */
export function describe(filter: Filter): string {
  if (isCompare(filter)) return describeCompare(filter)
  if ("not" in filter) return isCompare(filter.not) ? `not: ${describe(filter.not)}` : `not (${describe(filter.not)})`
  const { join, parts } = partsOf(filter)
  return parts.map((part) => (isCompare(part) ? describe(part) : `(${describe(part)})`)).join(` ${join} `)
}

function describeCompare({ field, op, value }: Compare): string {
  const name = fieldName(field)
  if (op === "exists") return `${name} ${value ? "exists" : "is missing"}`
  if (op === "within_s") return `${name} ${WORDS[op]} ${formatAge(Number(value))}`
  return `${name} ${WORDS[op]} ${Array.isArray(value) ? value.join(", ") : value === "" ? "empty" : String(value)}`
}

/** The names in a filter that stand for no field as they are: people write `lr` for `config.lr`. */
export function shortNames(filter: Filter | null, systemFields: ReadonlySet<string>): string[] {
  const names = new Set<string>()
  mapFields(filter, (field) => {
    if (!/^(config\.|summary\.|tag:)/.test(field) && !systemFields.has(field)) names.add(field)
    return field
  })
  return [...names]
}

/** The same filter with other names of fields. */
export function mapFields(filter: Filter | null, rename: (field: string) => string): Filter | null {
  if (!filter) return null
  const within = (part: Filter) => mapFields(part, rename) as Filter
  if ("and" in filter) return { and: filter.and.map(within) }
  if ("or" in filter) return { or: filter.or.map(within) }
  if ("not" in filter) return { not: within(filter.not) }
  return { ...filter, field: rename(filter.field) }
}
