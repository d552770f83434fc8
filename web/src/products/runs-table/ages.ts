const UNITS_S = { d: 86_400, h: 3_600, m: 60, s: 1 } as const
type Unit = keyof typeof UNITS_S

/** Seconds in the largest unit that they are a whole number of: `7d`. */
export function formatAge(ageS: number): string {
  const unit = (Object.keys(UNITS_S) as Unit[]).find((one) => ageS % UNITS_S[one] === 0) ?? "s"
  return `${ageS / UNITS_S[unit]}${unit}`
}

/** The seconds of `7d`, `12h`, `30m` or `45s`; null for anything else. */
export function parseAge(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)([dhms])$/i.exec(text.trim())
  return found ? Number(found[1]) * UNITS_S[found[2].toLowerCase() as Unit] : null
}
