import { type Message, messagesOf } from "../messages"

/**
 * What somebody said to the program in a turn. The input of a turn often has the whole conversation up to there: it is the
 * messages after the last answer. Null when the input is no conversation.
 */
export function askedIn(input: unknown): Message[] | null {
  const messages = spokenIn(input, "user")
  if (!messages) return null
  const answered = messages.findLastIndex((message) => message.role === "assistant")
  const since = messages.slice(answered + 1).filter((message) => message.role !== "system" && message.role !== "tool")
  return since.length ? since : messages.slice(-1)
}

/** What the program said last: of an output that has more than one message, those that are no calls of tools. */
export function answeredIn(output: unknown): Message[] | null {
  const messages = spokenIn(output, "assistant")
  if (!messages) return null
  const spoken = messages.filter(
    (message) => message.role !== "tool" && message.parts.some((part) => part.type === "text"),
  )
  return spoken.length ? spoken : messages.slice(-1)
}

/** A text is what its side said, whole: lists have only its beginning. */
function spokenIn(value: unknown, role: string): Message[] | null {
  if (typeof value === "string" && value) return [{ role, name: "", parts: [{ type: "text", text: value }] }]
  return messagesOf(value)
}
