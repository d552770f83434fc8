import { errorMessage } from "@/api"
import type { SqlAnswer } from "@/api/sql"
import { formatDuration, plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { Icon } from "@/ui/Icon"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { placeOf } from "./place"
import { ResultChart } from "./ResultChart"
import { ResultTable } from "./ResultTable"

const SHOWN = [
  { value: "rows" as const, label: "Rows" },
  { value: "chart" as const, label: "Chart" },
]

interface ResultPaneProps {
  answer: SqlAnswer | undefined
  error: unknown
  busy: boolean
  onShowPlace: () => void
}

/** What came of the question: rows, none, or why not. What was there stays while the next is on its way. */
export function ResultPane({ answer, error, busy, onShowPlace }: ResultPaneProps) {
  const [url, change] = useUrlState()
  const shown = url.as === "chart" ? "chart" : "rows"
  if (error) return <Refusal message={errorMessage(error)} onShowPlace={onShowPlace} />
  if (!answer) {
    return busy ? (
      <p className="p-4 text-ink-3">Asking …</p>
    ) : (
      <EmptyState
        icon="search"
        title="Ask this project anything"
        text="Write a SELECT over the views at the left, or begin with an example. Points, runs, spans, scores and console lines can be joined as you like."
      />
    )
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Tabs
        label="Show the answer as"
        value={shown}
        items={SHOWN}
        onChange={(next) => change({ as: next === "rows" ? null : next })}
        className="shrink-0 px-2"
      />
      <div className="min-h-0 flex-1">
        {answer.rows.length ? (
          shown === "chart" ? (
            <ResultChart answer={answer} />
          ) : (
            <ResultTable answer={answer} />
          )
        ) : (
          <EmptyState icon="check" title="No rows" text="The question is fine; nothing in the project answers it." />
        )}
      </div>
      <footer className="num shrink-0 border-line border-t px-3 py-1 text-ink-3 text-xs" aria-live="polite">
        {busy ? "Asking again …" : `${plural(answer.rows.length, "row")} · ${formatDuration(answer.seconds)}`}
      </footer>
    </div>
  )
}

function Refusal({ message, onShowPlace }: { message: string; onShowPlace: () => void }) {
  const place = placeOf(message)
  return (
    <div role="alert" className="m-3 flex gap-2 rounded-lg border border-danger bg-danger-soft p-3">
      <Icon name="alert" className="mt-0.5 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="break-words">{message.replace(/^SQL: /, "")}</p>
        {place && (
          <Button size="sm" className="mt-2" onClick={onShowPlace}>
            Show line {place.line}, column {place.column}
          </Button>
        )}
      </div>
    </div>
  )
}
