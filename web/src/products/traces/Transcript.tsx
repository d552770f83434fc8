import { useMemo, useState } from "react"
import type { SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatDuration, plural } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { Cost, Tokens } from "./amounts"
import { KindChip } from "./KindChip"
import { type Step, stepsOf } from "./transcript"
import type { TreeSpan } from "./tree"

interface TranscriptProps {
  rows: readonly TreeSpan[]
  chosen: string
  onChoose: (span: SpanRow) => void
}

/** Drawn at once; of longer traces the rest comes when it is asked for. */
const DRAWN = 300
const INDENT_PX = 18
const DEEPEST = 12

/** What an agent did, step by step: what came in, what the model said, what the tools gave back. */
export function Transcript({ rows, chosen, onChoose }: TranscriptProps) {
  const steps = useMemo(() => stepsOf(rows), [rows])
  const [drawn, setDrawn] = useState(DRAWN)
  return (
    <div className="h-full overflow-auto bg-surface py-2">
      <ol aria-label="Transcript">
        {steps.slice(0, drawn).map((step) => (
          <StepRow key={step.span.span_id} step={step} chosen={chosen} onChoose={onChoose} />
        ))}
      </ol>
      {steps.length > drawn && (
        <button
          type="button"
          className="w-full py-2 text-center text-accent text-sm hover:underline"
          onClick={() => setDrawn(drawn + DRAWN)}
        >
          Show more of {plural(steps.length, "step")}
        </button>
      )}
    </div>
  )
}

function StepRow({ step, chosen, onChoose }: { step: Step; chosen: string; onChoose: (span: SpanRow) => void }) {
  const [open, setOpen] = useState(false)
  const spans = open ? [step.span, ...step.repeats] : [step.span]
  return (
    <li style={{ paddingLeft: Math.min(step.depth, DEEPEST) * INDENT_PX }}>
      {spans.map((span) => (
        <Said key={span.span_id} span={span} chosen={span.span_id === chosen} onClick={() => onChoose(span)} />
      ))}
      {step.repeats.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="ml-9 flex items-center gap-1 py-0.5 text-ink-3 text-sm hover:text-ink"
        >
          <Icon name={open ? "chevronUp" : "chevronDown"} size={12} />
          {open ? "Fold" : `${step.repeats.length} more like this`}
        </button>
      )}
    </li>
  )
}

function Said({ span, chosen, onClick }: { span: SpanRow; chosen: boolean; onClick: () => void }) {
  const failed = span.status === "error"
  return (
    <button
      type="button"
      aria-current={chosen}
      onClick={onClick}
      className={cx(
        "-outline-offset-2 flex w-full gap-2 border-l-2 px-3 py-1.5 text-left",
        chosen ? "border-accent bg-accent-soft" : "border-transparent hover:bg-hover",
      )}
    >
      <KindChip kind={span.kind} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className={cx("min-w-0 truncate font-medium", failed && "text-danger")}>{span.name}</span>
          <span className="num flex shrink-0 items-baseline gap-3 text-ink-3 text-xs">
            {span.model && span.kind === "llm" && <span>{span.model}</span>}
            {span.kind === "llm" && <Tokens input={span.input_tokens} output={span.output_tokens} />}
            {span.kind === "llm" && span.cost !== null && <Cost value={span.cost} />}
            {span.is_open ? "running" : formatDuration(span.duration_ms / 1000)}
          </span>
        </span>
        {span.input_preview && <Line label="in" text={span.input_preview} />}
        {failed ? (
          <Line label="error" text={span.error_message || span.error_type || "failed"} danger />
        ) : (
          span.output_preview && <Line label="out" text={span.output_preview} strong />
        )}
      </span>
    </button>
  )
}

function Line({ label, text, strong, danger }: { label: string; text: string; strong?: boolean; danger?: boolean }) {
  return (
    <span className="flex gap-2 text-sm">
      <span className={cx("w-8 shrink-0", danger ? "text-danger" : "text-ink-3")}>{label}</span>
      <span
        className={cx("line-clamp-3 min-w-0 break-words", danger ? "text-danger" : strong ? "text-ink" : "text-ink-2")}
      >
        {text}
      </span>
    </span>
  )
}
