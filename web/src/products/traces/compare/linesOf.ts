import { messagesOf, type Part } from "../messages"

const WIDE = 100

/** A value as the lines that are compared: a conversation message by message, long texts sentence by sentence. */
export function linesOf(value: unknown): string[] {
  if (value === null || value === undefined) return []
  const messages = messagesOf(value)
  if (!messages) return cut(typeof value === "string" ? value : JSON.stringify(value, null, 2))
  return messages.flatMap(({ role, parts }) => [`${role}:`, ...parts.flatMap(partLines).map((line) => `  ${line}`)])
}

function partLines(part: Part): string[] {
  switch (part.type) {
    case "text":
      return cut(part.text)
    case "reasoning":
      return cut(part.text).map((line) => `(${line})`)
    case "call":
      return [`${part.name}(${JSON.stringify(part.arguments)})`]
    case "image":
      return [`[image, ${part.url.length} characters]`]
    case "media":
      return [`[${part.mime} ${part.id}]`]
    default:
      return cut(typeof part.value === "string" ? part.value : JSON.stringify(part.value, null, 2))
  }
}

/** Lines as they are; a long one after its sentences, so that one word does not mark a whole paragraph. */
function cut(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.length > WIDE ? line.split(/(?<=[.!?。])\s+/) : [line]))
}
