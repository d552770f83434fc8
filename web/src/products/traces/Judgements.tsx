import { useRef, useState } from "react"
import type { Judgement, JudgementValue, SpanRow, TracePath } from "@/api/traces"
import { formatNumber } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button, IconButton } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { RelativeTime } from "@/ui/RelativeTime"
import { readSaying } from "./saying"
import { useJudgements } from "./useJudgements"

const RATINGS = [1, 2, 3, 4, 5]

/** What was said of a span, and a line to say more: `+` and `-`, 1 to 5, `c` to type. */
export function Judgements({ at, span }: { at: TracePath; span: SpanRow }) {
  const { judgements, say, takeBack } = useJudgements(at)
  const [text, setText] = useState("")
  const field = useRef<HTMLInputElement>(null)
  const mine = judgements.filter((one) => one.span_id === span.span_id)
  const tell = (name: string, value: JudgementValue) => say({ span: span.span_id, name, value })
  const up = () => tell("thumb", "up")
  const down = () => tell("thumb", "down")
  useCommands([
    { group: "Judge", label: "Thumb up", keys: "+", run: up },
    { group: "Judge", label: "Thumb down", keys: "-", run: down },
    { group: "Judge", label: "Comment or label", keys: "c", icon: "edit", run: () => field.current?.focus() },
    ...RATINGS.map((rating) => ({
      group: "Judge",
      label: `Rate ${rating} of 5`,
      keys: String(rating),
      quiet: true,
      run: () => tell("rating", rating),
    })),
  ])
  const submit = () => {
    const said = readSaying(text)
    if (!said) return
    tell(said.name, said.value)
    setText("")
    field.current?.blur()
  }
  return (
    <section aria-label="Judgements" className="mb-3">
      <form
        className="flex items-center gap-1"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <IconButton icon="thumbUp" label="Thumb up" shortcut="+" onClick={up} />
        <IconButton icon="thumbDown" label="Thumb down" shortcut="-" onClick={down} />
        <Input
          ref={field}
          size="sm"
          aria-label="Comment or label"
          placeholder="Comment, or a label: quality 4, topic: billing"
          maxLength={1024}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === "Escape" && field.current?.blur()}
        />
        <Button size="sm" type="submit" disabled={!text.trim()}>
          Say
        </Button>
      </form>
      {mine.length > 0 && (
        <ul className="mt-1.5 space-y-0.5">
          {mine.map((one, index) => (
            <JudgementLine key={one.feedback_id || `came-${index}`} judgement={one} onTakeBack={() => takeBack(one)} />
          ))}
        </ul>
      )}
    </section>
  )
}

function JudgementLine({ judgement, onTakeBack }: { judgement: Judgement; onTakeBack: () => void }) {
  const { name, label, note, by, created_by, created_at, feedback_id } = judgement
  return (
    <li className="group flex min-h-6 items-center gap-2 text-sm">
      {name !== "comment" && name !== "thumb" && <Badge>{name}</Badge>}
      <Value judgement={judgement} />
      {label && <Badge>{label}</Badge>}
      {note && (
        <span dir="auto" title={note} className="min-w-0 truncate text-ink-2">
          {note}
        </span>
      )}
      <span className="shrink-0 text-ink-3 text-xs">
        {by === "scorer" ? "scorer" : created_by || by} · <RelativeTime at={created_at} />
      </span>
      {feedback_id && (
        <IconButton
          icon="close"
          label="Take back"
          onClick={onTakeBack}
          className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        />
      )}
    </li>
  )
}

function Value({ judgement: { name, value } }: { judgement: Judgement }) {
  if (name === "thumb" && (value === "up" || value === "down")) {
    return (
      <span role="img" aria-label={`thumb ${value}`} className={value === "up" ? "text-ok" : "text-danger"}>
        <Icon name={value === "up" ? "thumbUp" : "thumbDown"} />
      </span>
    )
  }
  return <span className="min-w-0 break-words">{shown(value)}</span>
}

function shown(value: unknown): string {
  if (typeof value === "number") return formatNumber(value)
  if (typeof value === "boolean") return value ? "yes" : "no"
  return typeof value === "string" ? value : JSON.stringify(value)
}
