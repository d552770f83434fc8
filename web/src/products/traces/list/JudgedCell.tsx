import type { JudgementWord, SpanRow } from "@/api/traces"
import { Badge } from "@/ui/Badge"
import { Icon } from "@/ui/Icon"

/** What was said of a span or of its trace, in a line. */
export function JudgedCell({ span }: { span: SpanRow }) {
  const words = span.judgements ?? []
  if (words.length === 0) return <span className="text-ink-3">–</span>
  return (
    <span className="flex max-h-10.5 min-w-0 flex-wrap gap-0.5 overflow-hidden" title={words.map(inWords).join("\n")}>
      {words.map((word) => (
        <Word key={`${word.name}\n${word.text}`} word={word} />
      ))}
    </span>
  )
}

function Word({ word }: { word: JudgementWord }) {
  const { name, text, count } = word
  const times = count > 1 && <span className="num text-ink-3"> ×{count}</span>
  if (name === "thumb" && (text === "up" || text === "down")) {
    return (
      <span
        role="img"
        aria-label={inWords(word)}
        className={`inline-flex h-5 shrink-0 items-center ${text === "up" ? "text-ok" : "text-danger"}`}
      >
        <Icon name={text === "up" ? "thumbUp" : "thumbDown"} size={14} />
        {times}
      </span>
    )
  }
  return (
    <Badge className="min-w-0 max-w-full">
      <span className="truncate">{inWords({ ...word, count: 1 })}</span>
      {times}
    </Badge>
  )
}

const inWords = ({ name, text, count }: JudgementWord) =>
  `${name}${text ? `: ${text}` : ""}${count > 1 ? ` (${count} times)` : ""}`
