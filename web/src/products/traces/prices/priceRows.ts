import type { ModelRow, NewPrice, Price, PriceList } from "@/api/prices"

/** A line of the page: a model that is used here, or one that has a price. */
export interface PriceLine {
  model: string
  price: Price | null
  used: ModelRow | null
}

export const SHOWN = ["used", "own", "list"] as const
export type Shown = (typeof SHOWN)[number]

/** Of a price of the list that comes with Runlake nobody is the author. */
export const isListed = (price: Price): boolean => price.created_by === ""

/** The lines of one of the lists: of models that are used, of own prices that hold, of the list that comes along. */
export function linesOf(shown: Shown, models: readonly ModelRow[], prices: PriceList, nowMs: number): PriceLine[] {
  if (shown === "used") return models.map((used) => ({ model: used.model, price: used.price, used }))
  const holding = new Map<string, Price>()
  for (const price of shown === "own" ? prices.prices : prices.list_prices) {
    const before = holding.get(price.model)
    if (!before || holdsRather(price, before, nowMs)) holding.set(price.model, price)
  }
  const used = new Map(models.map((model) => [model.price?.price_id, model]))
  return [...holding.values()].map((price) => ({ model: price.model, price, used: used.get(price.price_id) ?? null }))
}

/** The latest that has begun goes before those that are to come, as the server has it. */
function holdsRather(price: Price, other: Price, nowMs: number): boolean {
  const rank = (one: Price) => [Number(startOf(one) <= nowMs), startOf(one), Date.parse(one.created_at)]
  const [mine, theirs] = [rank(price), rank(other)]
  const at = mine.findIndex((value, place) => value !== theirs[place])
  return at >= 0 && mine[at] > theirs[at]
}

const startOf = (price: Price) => Date.parse(price.effective_at)

/** Every price that a model has or had: own ones, those of the list, removed ones; the newest start first. */
export function versionsOf(line: PriceLine, prices: PriceList): Price[] {
  const names = new Set([line.model, line.price?.model ?? line.model].map((name) => name.trim().toLowerCase()))
  return [...prices.prices, ...prices.removed, ...prices.list_prices]
    .filter((price) => names.has(price.model.trim().toLowerCase()))
    .sort((one, other) => startOf(other) - startOf(one) || Date.parse(other.created_at) - Date.parse(one.created_at))
}

/** Has a price changed since stored costs were last computed, in ms since the epoch? */
export function changedSince(prices: PriceList): boolean {
  const asked = prices.job ? Date.parse(prices.job.asked_at) : 0
  const times = [...prices.prices, ...prices.removed].map((price) => Date.parse(price.removed_at ?? price.created_at))
  return times.some((time) => time > asked)
}

/** What a form holds, as it was typed. */
export interface PriceDraft {
  input: string
  output: string
  cacheRead: string
  cacheWrite: string
  /** A day (`2026-05-01`), or "" for now. */
  since: string
}

export const draftOf = (price: Price | null): PriceDraft => ({
  input: price ? String(price.input) : "",
  output: price ? String(price.output) : "",
  cacheRead: price ? String(price.cache_read) : "",
  cacheWrite: price ? String(price.cache_write) : "",
  since: "",
})

/** The price that a form says; a text says what is wrong with it. */
export function readDraft(model: string, draft: PriceDraft): NewPrice | string {
  const read = (text: string) => (text.trim() === "" ? undefined : Number(text))
  const [input, output] = [read(draft.input), read(draft.output)]
  const cached = { cache_read: read(draft.cacheRead), cache_write: read(draft.cacheWrite) }
  if (!model.trim()) return "Which model?"
  if (input === undefined || output === undefined) return "Input and output need a price; 0 is one."
  const numbers = [input, output, cached.cache_read ?? 0, cached.cache_write ?? 0]
  if (numbers.some((value) => !Number.isFinite(value) || value < 0)) return "Prices are numbers, not below 0."
  return { model: model.trim(), input, output, ...cached, ...(draft.since && { effective_at: draft.since }) }
}
