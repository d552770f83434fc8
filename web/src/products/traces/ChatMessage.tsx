import { cx } from "@/lib/classNames"
import { Icon } from "@/ui/Icon"
import { Markdown } from "@/ui/Markdown"
import { LONG, LongText } from "./LongText"
import type { Message, Part } from "./messages"
import { StoredMedia } from "./StoredMedia"

const ROLES: Record<string, string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" }

/** One message of a conversation, with all its parts. */
export function ChatMessage({ message }: { message: Message }) {
  const fromModel = message.role === "assistant"
  return (
    <li
      className={cx(
        "rounded-lg border border-line px-3 py-2",
        fromModel ? "bg-accent-soft/40" : "bg-surface",
        message.role === "system" && "border-dashed",
      )}
    >
      <div className="mb-1 text-ink-3 text-xs">
        {ROLES[message.role] ?? message.role}
        {message.name && ` · ${message.name}`}
      </div>
      <div className="space-y-2">
        {message.parts.length === 0 && <span className="text-ink-3">Empty</span>}
        {message.parts.map((part, index) => (
          <PartView key={index} part={part} fromModel={fromModel} />
        ))}
      </div>
    </li>
  )
}

/** What a model says is Markdown, mostly; what it was given is shown to the letter. */
export function PartView({ part, fromModel }: { part: Part; fromModel: boolean }) {
  switch (part.type) {
    case "text":
      return fromModel && part.text.length <= LONG ? (
        <div dir="auto">
          <Markdown text={part.text} />
        </div>
      ) : (
        <LongText text={part.text} />
      )
    case "reasoning":
      return (
        <details className="text-ink-2">
          <summary className="cursor-pointer text-ink-3 text-sm">Reasoning</summary>
          <LongText text={part.text} />
        </details>
      )
    case "call":
      return <Framed icon="play" title={part.name || "Tool call"} value={part.arguments} />
    case "result":
      return <Framed icon="check" title="Result" value={part.value} />
    case "image":
      return <img src={part.url} alt="Part of the message" className="max-h-80 rounded border border-line" />
    case "media":
      return <StoredMedia mime={part.mime} id={part.id} />
    default:
      return <Framed icon="file" title="Content" value={part.value} />
  }
}

function Framed({ icon, title, value }: { icon: "play" | "check" | "file"; title: string; value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  return (
    <div className="rounded-md border border-line bg-sunken px-2.5 py-1.5">
      <div className="flex items-center gap-1.5 font-medium text-sm">
        <Icon name={icon} size={12} className="text-ink-3" />
        {title}
      </div>
      {text && <LongText text={text} mono />}
    </div>
  )
}
