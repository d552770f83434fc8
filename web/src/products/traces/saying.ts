import type { Judgement, JudgementValue } from "@/api/traces"

/** What somebody typed: `quality 4` and `safe yes` are labels with a value, `topic: billing` as well; the rest is a comment. */
export function readSaying(text: string): { name: string; value: JudgementValue } | null {
  const said = text.trim()
  if (!said) return null
  const named = /^([\w.\-/]{1,64})\s*[:=]\s*(.{1,256})$/.exec(said)
  if (named) return { name: named[1], value: readValue(named[2].trim()) }
  const counted = /^([\w.\-/]{1,64})\s+(-?\d+(?:\.\d+)?|yes|no|true|false)$/i.exec(said)
  if (counted) return { name: counted[1], value: readValue(counted[2]) }
  return { name: "comment", value: said }
}

const YES = new Set(["yes", "true"])
const NO = new Set(["no", "false"])

function readValue(text: string): JudgementValue {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  const word = text.toLowerCase()
  if (YES.has(word)) return true
  return NO.has(word) ? false : text
}

/** "thumb up", "rating 4", "comment": short enough for a note. */
export function inWords({ name, value }: Pick<Judgement, "name" | "value">): string {
  if (name === "comment" || value === null || typeof value === "object") return name
  if (typeof value === "boolean") return `${name} ${value ? "yes" : "no"}`
  return `${name} ${value}`
}
