import { useState } from "react"
import { cx } from "@/lib/classNames"
import type { TreeValue } from "@/lib/jsonTree"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { Icon } from "@/ui/Icon"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { type Message, messagesOf, type Part } from "./messages"

/** Longer texts are cut until somebody asks for all of them. */
const LONG = 4000

/** An input or output: a conversation as a chat, other JSON as a tree, text as text. */
export function Content({ title, value }: { title: string; value: unknown }) {
  const [asJson, setAsJson] = useState(false)
  if (value === null || value === undefined) {
    return (
      <section aria-label={title}>
        <Head title={title} />
        <p className="text-ink-3 text-sm">None was sent.</p>
      </section>
    )
  }
  const messages = messagesOf(value)
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  return (
    <section aria-label={title}>
      <Head title={title}>
        {messages && (
          <Button size="sm" variant="ghost" aria-pressed={asJson} onClick={() => setAsJson(!asJson)}>
            {asJson ? "Chat" : "JSON"}
          </Button>
        )}
        <CopyButton text={text} />
      </Head>
      {messages && !asJson ? (
        <ol className="space-y-2">
          {messages.map((message, index) => (
            <ChatMessage key={index} message={message} />
          ))}
        </ol>
      ) : (
        <Plain title={title} value={value} />
      )}
    </section>
  )
}

function Head({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <h3 className="mb-1 flex h-7 items-center gap-1 font-medium">
      <span className="flex-1">{title}</span>
      {children}
    </h3>
  )
}

function Plain({ title, value }: { title: string; value: unknown }) {
  if (typeof value !== "object" || value === null) return <LongText text={String(value)} boxed />
  const tree = (Array.isArray(value) ? Object.fromEntries(value.entries()) : value) as { [name: string]: TreeValue }
  return <KeyValueTree label={title} value={tree} empty="Empty." />
}

const ROLES: Record<string, string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" }

function ChatMessage({ message }: { message: Message }) {
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
          <PartView key={index} part={part} />
        ))}
      </div>
    </li>
  )
}

function PartView({ part }: { part: Part }) {
  switch (part.type) {
    case "text":
      return <LongText text={part.text} />
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

function LongText({ text, mono, boxed }: { text: string; mono?: boolean; boxed?: boolean }) {
  const [whole, setWhole] = useState(false)
  const cut = !whole && text.length > LONG
  return (
    <div className={boxed ? "rounded-lg border border-line bg-surface px-3 py-2" : undefined}>
      <div className={cx("whitespace-pre-wrap break-words", mono && "font-mono text-xs leading-5")}>
        {cut ? `${text.slice(0, LONG)}…` : text}
      </div>
      {cut && (
        <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en-US")} characters
        </Button>
      )}
    </div>
  )
}
