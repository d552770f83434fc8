import type { InfiniteData } from "@tanstack/react-query"
import type { SpanRow, SpansPage } from "@/api/traces"

export type SpanPages = InfiniteData<SpansPage, string | null>

export const keyOf = (span: Pick<SpanRow, "trace_id" | "span_id">) => `${span.trace_id}.${span.span_id}`

/**
 * Pages of the newest spans after the newest were asked for again. What both have is as it was found now; what was read
 * further down stays where it is. When so many came that there is a gap to what is known, the list begins anew.
 */
export function withNewest(known: SpanPages | undefined, fresh: SpansPage): SpanPages {
  const anew: SpanPages = { pages: [fresh], pageParams: [null] }
  if (!known) return anew
  const found = new Set(fresh.spans.map(keyOf))
  const oldest = fresh.spans.at(-1)
  if (!oldest || fresh.next_cursor === null) return anew
  const meets = known.pages.some((page) => page.spans.some((span) => found.has(keyOf(span))))
  if (!meets) return anew
  const isOlder = (span: SpanRow) =>
    !found.has(keyOf(span)) && !span.is_open && (span.start < oldest.start || span.start === oldest.start)
  const pages = known.pages.map((page) => ({ ...page, spans: page.spans.filter(isOlder) }))
  pages[0] = { ...pages[0], spans: [...fresh.spans, ...pages[0].spans] }
  return { ...known, pages }
}

/** Is there a span among the newest that was not known so, as far down as was known? */
export function hasNews(known: SpanPages | undefined, fresh: SpansPage): boolean {
  if (!known) return true
  const before = known.pages.flatMap((page) => page.spans)
  if (known.pages.at(-1)?.next_cursor === null && before.length !== fresh.spans.length) return true
  const asFar = Math.min(before.length, fresh.spans.length)
  return before.slice(0, asFar).some((span, place) => JSON.stringify(span) !== JSON.stringify(fresh.spans[place]))
}

/** By how many rows the row that stood at a place has moved down; 0 when it is gone. */
export function movedDown(before: readonly string[], after: readonly SpanRow[], place: number): number {
  const key = before[place]
  if (key === undefined) return 0
  const now = after.findIndex((span) => keyOf(span) === key)
  return now < 0 ? 0 : now - place
}
