/**
 * How well `query` fits `text`, higher is better; null when its letters do not all appear in order.
 * A match at the start of a word and unbroken matches count more: "gr lo" finds "grad/loss" before "large-global".
 */
export function rank(text: string, query: string): number | null {
  const haystack = text.toLowerCase()
  const needle = query.toLowerCase().replace(/\s+/g, "")
  if (!needle) return 0
  const whole = haystack.indexOf(query.toLowerCase().trim())
  if (whole >= 0) return 1000 - whole - haystack.length / 100
  let score = 0
  let from = 0
  for (const letter of needle) {
    const at = haystack.indexOf(letter, from)
    if (at < 0) return null
    score += at === from && from > 0 ? 5 : isWordStart(haystack, at) ? 3 : 0
    score -= Math.min(3, at - from) * 0.5
    from = at + 1
  }
  return score
}

const isWordStart = (text: string, at: number) => at === 0 || /[^a-z0-9]/.test(text[at - 1])

/** The best `limit` items; equal ones keep their order. */
export function rankAll<T>(items: readonly T[], query: string, textOf: (item: T) => string, limit: number): T[] {
  return items
    .map((item, order) => ({ item, order, score: rank(textOf(item), query) }))
    .filter((entry) => entry.score !== null)
    .sort((one, other) => (other.score ?? 0) - (one.score ?? 0) || one.order - other.order)
    .slice(0, limit)
    .map((entry) => entry.item)
}
