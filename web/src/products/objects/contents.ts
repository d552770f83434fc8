import type { ObjectDetail } from "@/api/objects"

type Json = Record<string, unknown>

const OURS = new Set(["_type", "_class_name", "_bases", "name", "description"])
/** Members that say what a client's library makes of a value, and those that the head of the page shows. */

export function membersOf(value: unknown): Json | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  return Object.fromEntries(Object.entries(value).filter(([name]) => !OURS.has(name)))
}

/** The description that a publisher gave. */
export function descriptionOf(value: unknown): string {
  const given = (value as Json | null)?.description
  return typeof given === "string" ? given : ""
}

/** What a prompt says: a text, or messages. */
export function promptOf(detail: ObjectDetail): unknown {
  const value = detail.value as Json | null
  return value?.messages ?? value?.content ?? null
}

/** A version as text, for comparing two of them: its code, the text of a prompt, or its JSON with sorted names. */
export function textOf(detail: ObjectDetail): string {
  if (detail.code !== null) return detail.code
  const content = (detail.value as Json | null)?.content
  if (detail.kind === "prompt" && typeof content === "string") return content
  return JSON.stringify(sorted(membersOf(detail.value) ?? detail.value), null, 2)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, sorted((value as Json)[name])]))
}

/** The names in rows of a data set, those of the first row first. */
export function columnsOf(rows: readonly { value: unknown }[], most = 30): string[] {
  const names = new Set<string>()
  for (const { value } of rows) {
    if (typeof value === "object" && value !== null) for (const name of Object.keys(value)) names.add(name)
  }
  return [...names].slice(0, most)
}

/** A cell: texts as they are, the rest as short JSON. */
export function cellText(value: unknown): string {
  if (value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}
