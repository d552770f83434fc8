import type { SpanRow, TracePath } from "@/api/traces"
import { keyOf } from "./tail"

/** A row that is looked at beside the list. */
export interface PeekedSpan {
  key: string
  at: TracePath
  span: string
}

/** The row that the address says is looked at; null for none, and for what other pages look at. */
export function peekedOf(entity: string, project: string, key: string | undefined): PeekedSpan | null {
  const dot = key?.indexOf(".") ?? -1
  if (!key || dot <= 0) return null
  return { key, at: { entity, project, trace: key.slice(0, dot) }, span: key.slice(dot + 1) }
}

/** The rows before and behind the one that is looked at; none when it is not in the list. */
export function neighboursOf(spans: readonly SpanRow[], peek: string): { before?: SpanRow; behind?: SpanRow } {
  const place = spans.findIndex((span) => keyOf(span) === peek)
  return place < 0 ? {} : { before: spans[place - 1], behind: spans[place + 1] }
}
