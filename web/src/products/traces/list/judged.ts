import type { JsonObject } from "@/api"

/** What the address says of spans that nobody judged. */
export const NOT_JUDGED = "(none)"

const COMPARED = /^(.*\S)\s*(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$/
const OPS: Record<string, string> = { ">=": "ge", "<=": "le", ">": "gt", "<": "lt" }

/** What was said, as somebody writes it: `topic: billing` is in these words, `quality < 3` is below a number. */
export function judgementFilter(field: string, text: string): JsonObject {
  if (text === NOT_JUDGED) return { field, op: "exists", value: false }
  const compared = COMPARED.exec(text)
  if (!compared) return { field, op: "eq", value: text }
  const [, name, op, number] = compared
  return { field: `${field}.${name}`, op: OPS[op], value: Number(number) }
}

/** In words for people. */
export const judgedLabel = (text: string): string => (text === NOT_JUDGED || text === "" ? "not judged" : text)
