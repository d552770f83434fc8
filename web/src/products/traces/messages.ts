import { inlineImageOf, isInlineImage } from "./inlineImage"
import { type MediaRef, mediaRefOf } from "./mediaRef"

/** One part of a message, as the chat shows it. */
export type Part =
  | { type: "text" | "reasoning"; text: string }
  | { type: "call"; name: string; id: string; arguments: unknown }
  | { type: "result"; id: string; value: unknown }
  | { type: "image"; url: string }
  | ({ type: "media" } & MediaRef)
  | { type: "other"; value: unknown }

export interface Message {
  role: string
  name: string
  parts: Part[]
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === "string" ? value : "")

/**
 * The messages of an input or output when it is a conversation in any of the shapes that clients send: OpenTelemetry's
 * parts, OpenAI's and Anthropic's content, lists under `messages` or `choices`. Null when it is something else.
 */
export function messagesOf(value: unknown): Message[] | null {
  if (isObject(value)) {
    if (Array.isArray(value.messages)) return messagesOf(value.messages)
    if (Array.isArray(value.choices)) return messagesOf(value.choices)
    return isMessage(value) ? [messageOf(value)] : null
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null
  const items = value.map((item) => (isObject(item.message) ? { ...item.message } : item))
  return items.every(isMessage) ? items.map(messageOf) : null
}

const isMessage = (value: Json) =>
  typeof value.role === "string" && ["parts", "content", "contents", "tool_calls"].some((name) => name in value)

function messageOf(value: Json): Message {
  const parts = [...partsOf(value.parts ?? value.contents ?? value.content), ...callsOf(value.tool_calls)]
  const answered = text(value.tool_call_id)
  const isResult = answered || value.role === "tool"
  return {
    role: text(value.role),
    name: text(value.name),
    parts: isResult && parts.every((part) => part.type === "text") ? [resultOf(answered, parts)] : parts,
  }
}

function resultOf(id: string, parts: Part[]): Part {
  const joined = parts.map((part) => ("text" in part ? part.text : "")).join("\n")
  return { type: "result", id, value: parsed(joined) }
}

function partsOf(content: unknown): Part[] {
  if (content === null || content === undefined || content === "") return []
  if (typeof content === "string") return [textOf(content)]
  if (!Array.isArray(content)) return [{ type: "other", value: content }]
  return content.map(partOf)
}

function textOf(text: string): Part {
  const media = mediaRefOf(text)
  return media ? { type: "media", ...media } : { type: "text", text }
}

function partOf(item: unknown): Part {
  if (typeof item === "string") return textOf(item)
  if (!isObject(item)) return { type: "other", value: item }
  const inline = inlineImageOf(item)
  if (inline) return { type: "image", url: inline }
  switch (item.type) {
    case undefined:
      return typeof item.text === "string" ? textOf(item.text) : { type: "other", value: item }
    case "text":
    case "input_text":
    case "output_text":
      return { type: "text", text: text(item.content) || text(item.text) }
    case "reasoning":
    case "thinking":
      return { type: "reasoning", text: text(item.content) || text(item.thinking) || text(item.text) }
    case "tool_call":
    case "tool_use":
    case "server_tool_call":
      return callOf(item)
    case "tool_call_response":
    case "tool_result":
    case "server_tool_call_response":
      return { type: "result", id: text(item.id) || text(item.tool_use_id), value: resultValue(item) }
    case "image_url":
    case "input_image":
      return imageOf(isObject(item.image_url) ? item.image_url.url : item.image_url, item)
    case "uri":
      return item.modality === "image" ? imageOf(item.uri, item) : { type: "other", value: item }
    default:
      return { type: "other", value: item }
  }
}

const resultValue = (item: Json) => parsed(item.response ?? item.result ?? item.content)

/** Only images that are in the message: an address would tell its owner who reads this. */
function imageOf(url: unknown, item: Json): Part {
  const media = mediaRefOf(url)
  if (media) return { type: "media", ...media }
  return isInlineImage(url) ? { type: "image", url } : { type: "other", value: item }
}

function callsOf(calls: unknown): Part[] {
  return Array.isArray(calls) ? calls.filter(isObject).map(callOf) : []
}

function callOf(call: Json): Part {
  const inner = isObject(call.tool_call) ? call.tool_call : call
  const called = isObject(inner.function) ? inner.function : inner
  const given = called.arguments ?? called.input ?? called["function.arguments"]
  const name = text(called.name) || text(called["function.name"])
  return { type: "call", name, id: text(inner.id), arguments: parsed(given) }
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
