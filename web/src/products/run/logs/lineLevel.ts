export type LineLevel = "error" | "warning" | null

const ERROR = /\b(\w*error|\w*exception|traceback|critical|fatal)\b/i
const WARNING = /\b\w*warn(ing)?s?\b/i
/** Levels stand at the beginning of a line; further on they are words of a sentence. */
const HEAD_CHARS = 120

/** What a line says about itself. Where it was written to says little: progress bars go to stderr as well. */
export function lineLevel(text: string): LineLevel {
  const head = text.slice(0, HEAD_CHARS)
  if (ERROR.test(head) && !/\b(0|no) errors?\b/i.test(head)) return "error"
  return WARNING.test(head) ? "warning" : null
}
