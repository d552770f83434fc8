import { formatTime } from "@/lib/format"
import type { UrlPatch, UrlState } from "@/lib/urlState"

/** A range of time in ms since the epoch; what is left out is open. */
export interface TimeRange {
  since?: number
  until?: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export const RANGES = [
  { value: "all", label: "All time", ms: 0 },
  { value: "15m", label: "Past 15 minutes", ms: 15 * MINUTE_MS },
  { value: "1h", label: "Past hour", ms: HOUR_MS },
  { value: "24h", label: "Past 24 hours", ms: 24 * HOUR_MS },
  { value: "7d", label: "Past 7 days", ms: 7 * 24 * HOUR_MS },
  { value: "30d", label: "Past 30 days", ms: 30 * 24 * HOUR_MS },
] as const

/** Which of the ranges that have a name the address says; "own" when it gives times of its own. */
export function rangeName(url: UrlState): (typeof RANGES)[number]["value"] | "own" {
  if (url.since || url.until) return "own"
  return RANGES.find(({ value }) => value === url.range)?.value ?? "all"
}

/** The range that the address says, where one that ends now ends at `nowMs`. */
export function rangeOf(url: UrlState, nowMs: number): TimeRange {
  const [since, until] = [time(url.since), time(url.until)]
  if (since !== undefined || until !== undefined) return { since, until }
  const ms = RANGES.find(({ value }) => value === url.range)?.ms ?? 0
  return ms ? { since: Math.floor(nowMs) - ms } : {}
}

/** What makes the address say a range of its own; null says none. */
export const rangePatch = (range: { since: number; until: number } | null): UrlPatch =>
  range
    ? { range: null, since: Math.floor(range.since), until: Math.ceil(range.until) }
    : { range: null, since: null, until: null }

/** A time with no more than tells it: the day unless it is today's, the year unless it is this one. */
export function shortTime(timeMs: number, nowMs: number): string {
  const [date, clock] = formatTime(new Date(timeMs)).split(" ")
  const [today] = formatTime(new Date(nowMs)).split(" ")
  if (date === today) return clock
  const year = today.slice(0, 5)
  return `${date.startsWith(year) ? date.slice(year.length) : date} ${clock.slice(0, 5)}`
}

function time(text: string | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
