/** How long versions are kept. Seconds on the wire, days for people. */
import { formatDuration, plural } from "@/lib/format"

export const DAY_S = 86_400
/** What is offered; any other number of days can be typed. */
export const TTL_CHOICES_S = [7, 30, 90, 365].map((days) => days * DAY_S)
export const MAX_TTL_DAYS = 36_500
/** What the API takes for "for ever" and for "as the collection says". */
export const STAYS = 0
export const INHERITS = -1

/** "30 days", "1 year", "1h 30m", or that it stays. */
export function ttlText(ttlS: number | null): string {
  if (ttlS === null || ttlS <= 0) return "For ever"
  if (ttlS % (365 * DAY_S) === 0) return plural(ttlS / (365 * DAY_S), "year")
  return ttlS % DAY_S === 0 ? plural(ttlS / DAY_S, "day") : formatDuration(ttlS)
}

/** The seconds of a typed number of days; null when it is none that may be. */
export function typedTtl(days: string): number | null {
  const value = Number(days.trim())
  return days.trim() !== "" && Number.isFinite(value) && value > 0 && value <= MAX_TTL_DAYS
    ? Math.round(value * DAY_S)
    : null
}

/** When a version's time is over. */
export const expiresAt = (createdAt: string, ttlS: number): Date => new Date(Date.parse(createdAt) + ttlS * 1000)
