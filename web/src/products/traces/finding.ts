import type { SpanRow } from "@/api/traces"

/** The spans whose name, model, error or beginning of input or output has a text; null for an empty one. */
export function foundIn(spans: readonly SpanRow[], find: string): Set<string> | null {
  const wanted = find.trim().toLowerCase()
  if (!wanted) return null
  const has = (text: string) => text.toLowerCase().includes(wanted)
  const fits = (span: SpanRow) =>
    [span.name, span.model, span.error_type, span.error_message, span.input_preview, span.output_preview].some(has)
  return new Set(spans.filter(fits).map((span) => span.span_id))
}

/** The next or the one before among those found, around the ends; null when none is. */
export function neighbour(
  order: readonly SpanRow[],
  found: ReadonlySet<string>,
  from: string,
  step: 1 | -1,
): SpanRow | null {
  const at = order.findIndex((span) => span.span_id === from)
  for (let away = 1; away <= order.length; away++) {
    const span = order[(Math.max(at, step > 0 ? -1 : 0) + away * step + order.length * 2) % order.length]
    if (found.has(span.span_id)) return span
  }
  return null
}
