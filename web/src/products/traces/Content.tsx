import { useState } from "react"
import type { TreeValue } from "@/lib/jsonTree"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { ChatMessage } from "./ChatMessage"
import { LongText } from "./LongText"
import { messagesOf } from "./messages"

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
