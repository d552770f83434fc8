import { useState } from "react"
import type { TreeValue } from "@/lib/jsonTree"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { Markdown } from "@/ui/Markdown"
import { ChatMessage } from "./ChatMessage"
import { DocumentList } from "./DocumentList"
import { documentsOf } from "./documents"
import { LONG, LongText } from "./LongText"
import { messagesOf } from "./messages"

interface ContentProps {
  title: string
  value: unknown
  /** Written by a model, as Markdown mostly. */
  fromModel?: boolean
  /** Its span has not ended: it may be still to come. */
  isOpen?: boolean
}

/** An input or output: a conversation as a chat, what a search found as a list, other JSON as a tree, text as text, that of a model as Markdown. */
export function Content({ title, value, fromModel, isOpen }: ContentProps) {
  const [asSent, setAsSent] = useState(false)
  if (value === null || value === undefined) {
    return (
      <section aria-label={title}>
        <Head title={title} />
        <p className="text-ink-3 text-sm">{isOpen ? "None so far." : "None was sent."}</p>
      </section>
    )
  }
  const messages = messagesOf(value)
  const documents = documentsOf(value)
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  const asMarkdown = fromModel && typeof value === "string" && value.length <= LONG
  const [formed, sent] = asMarkdown ? ["Markdown", "Text"] : [messages ? "Chat" : "Documents", "JSON"]
  const isFormed = Boolean(messages || documents || asMarkdown)
  return (
    <section aria-label={title}>
      <Head title={title}>
        {isFormed && (
          <Button size="sm" variant="ghost" onClick={() => setAsSent(!asSent)}>
            {asSent ? formed : sent}
          </Button>
        )}
        <CopyButton text={text} />
      </Head>
      {messages && !asSent && (
        <ol className="space-y-2">
          {messages.map((message, index) => (
            <ChatMessage key={index} message={message} />
          ))}
        </ol>
      )}
      {documents && !asSent && <DocumentList documents={documents} />}
      {asMarkdown && !asSent && (
        <div dir="auto" className="rounded-lg border border-line bg-surface px-3 py-2">
          <Markdown text={text} />
        </div>
      )}
      {(asSent || !isFormed) && <Plain title={title} value={value} />}
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
