/** A file that a client took out of a span and uploaded beside it. */
export interface MediaRef {
  mime: string
  id: string
}

const REF = /^@@@langfuseMedia:type=([\w.+-]+\/[\w.+-]+)\|id=([\w-]{22})\|source=\w+@@@$/

/** The file that a text refers to as Langfuse's clients write it, null for other texts. */
export function mediaRefOf(text: unknown): MediaRef | null {
  const found = typeof text === "string" ? REF.exec(text.trim()) : null
  return found ? { mime: found[1], id: found[2] } : null
}
