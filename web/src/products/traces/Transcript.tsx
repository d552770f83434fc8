import { useVirtualizer } from "@tanstack/react-virtual"
import { useEffect, useRef } from "react"
import type { SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatDuration } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { Cost, Tokens } from "./amounts"
import { KindChip } from "./KindChip"
import type { Step } from "./transcript"

interface TranscriptProps {
  steps: readonly Step[]
  chosen: string
  /** What a search found; null without one. */
  found: ReadonlySet<string> | null
  /** The first spans of rows of equal steps that are shown one by one. */
  unfolded: ReadonlySet<string>
  onChoose: (span: SpanRow) => void
  onUnfold: (id: string) => void
}

/** About what a step takes, before it is drawn and measured. */
const STEP_PX = 92
const INDENT_PX = 18
const DEEPEST = 12

/** What an agent did, step by step: what came in, what the model said, what the tools gave back. Those in view are drawn. */
export function Transcript({ steps, chosen, found, unfolded, onChoose, onUnfold }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const view = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => STEP_PX,
    getItemKey: (index) => steps[index].span.span_id,
    overscan: 6,
  })
  const isChosen = (span: SpanRow) => span.span_id === chosen
  const at = steps.findIndex((step) => isChosen(step.span) || step.repeats.some(isChosen))
  useEffect(() => {
    if (at >= 0) view.scrollToIndex(at, { align: "auto" })
  }, [at, view])
  const drawn = view.getVirtualItems()
  return (
    <div ref={scroller} className="h-full overflow-auto bg-surface">
      <div className="relative" style={{ height: view.getTotalSize() }}>
        <ol
          aria-label="Transcript"
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${drawn[0]?.start ?? 0}px)` }}
        >
          {drawn.map(({ index, key }) => (
            <li
              key={key}
              ref={view.measureElement}
              data-index={index}
              style={{ paddingLeft: Math.min(steps[index].depth, DEEPEST) * INDENT_PX }}
            >
              <StepRow
                step={steps[index]}
                chosen={chosen}
                found={found}
                open={unfolded.has(steps[index].span.span_id) || steps[index].repeats.some(isChosen)}
                onChoose={onChoose}
                onUnfold={onUnfold}
              />
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

interface StepRowProps extends Pick<TranscriptProps, "chosen" | "found" | "onChoose" | "onUnfold"> {
  step: Step
  open: boolean
}

function StepRow({ step, chosen, found, open, onChoose, onUnfold }: StepRowProps) {
  const spans = open ? [step.span, ...step.repeats] : [step.span]
  return (
    <>
      {spans.map((span) => (
        <Said
          key={span.span_id}
          span={span}
          chosen={span.span_id === chosen}
          faded={found !== null && !found.has(span.span_id)}
          onClick={() => onChoose(span)}
        />
      ))}
      {step.repeats.length > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onUnfold(step.span.span_id)}
          className="ml-9 flex items-center gap-1 py-0.5 text-ink-3 text-sm hover:text-ink"
        >
          <Icon name={open ? "chevronUp" : "chevronDown"} size={12} />
          {open ? "Fold" : `${step.repeats.length} more like this`}
        </button>
      )}
    </>
  )
}

interface SaidProps {
  span: SpanRow
  chosen: boolean
  faded: boolean
  onClick: () => void
}

function Said({ span, chosen, faded, onClick }: SaidProps) {
  const failed = span.status === "error"
  return (
    <button
      type="button"
      aria-current={chosen}
      onClick={onClick}
      className={cx(
        "-outline-offset-2 flex w-full gap-2 border-l-2 px-3 py-1.5 text-left",
        chosen ? "border-accent bg-accent-soft" : "border-transparent hover:bg-hover",
        faded && !chosen && "opacity-40",
      )}
    >
      <KindChip kind={span.kind} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className={cx("min-w-0 truncate font-medium", failed && "text-danger")}>{span.name}</span>
          <span className="num flex shrink-0 items-baseline gap-3 text-ink-3 text-xs">
            {span.model && span.kind === "llm" && !span.name.includes(span.model) && <span>{span.model}</span>}
            {span.kind === "llm" && span.input_tokens + span.output_tokens > 0 && (
              <Tokens input={span.input_tokens} output={span.output_tokens} />
            )}
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
        dir="auto"
        className={cx(
          "line-clamp-3 min-w-0 flex-1 break-words",
          danger ? "text-danger" : strong ? "text-ink" : "text-ink-2",
        )}
      >
        {text}
      </span>
    </span>
  )
}
