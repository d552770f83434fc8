import { cx } from "@/lib/classNames"

/** Shape and word carry the state too: colour alone would not do. Red means failure and nothing else. */
const STATES: Record<string, { className: string; word: string; square?: boolean }> = {
  running: { className: "bg-accent text-accent animate-pulse-dot", word: "Running" },
  pending: { className: "border-[1.5px] border-ink-3", word: "Pending" },
  leased: { className: "border-[1.5px] border-accent", word: "Handed out" },
  claimed: { className: "bg-accent-soft border-[1.5px] border-accent", word: "Starting" },
  polling: { className: "bg-ok", word: "Waiting for work" },
  gone: { className: "border-[1.5px] border-ink-3", word: "Gone", square: true },
  finished: { className: "bg-ok", word: "Finished" },
  failed: { className: "bg-danger", word: "Failed", square: true },
  crashed: { className: "border-2 border-danger", word: "Crashed", square: true },
  killed: { className: "bg-ink-3", word: "Killed", square: true },
  preempting: { className: "bg-warn animate-pulse-dot text-warn", word: "Preempting" },
  paused: { className: "border-2 border-warn", word: "Paused" },
  cancelled: { className: "bg-ink-3", word: "Cancelled", square: true },
  preempted: { className: "border-2 border-warn", word: "Preempted" },
}

export function stateWord(state: string): string {
  return STATES[state]?.word ?? state
}

export function StateDot({
  state,
  withWord = false,
  className,
}: {
  state: string
  withWord?: boolean
  className?: string
}) {
  const look = STATES[state] ?? STATES.pending
  return (
    <span className={cx("inline-flex items-center gap-1.5", className)} title={withWord ? undefined : look.word}>
      <span
        aria-hidden="true"
        className={cx("size-2 shrink-0", look.square ? "rounded-[2px]" : "rounded-full", look.className)}
      />
      <span className={withWord ? "" : "sr-only"}>{stateWord(state)}</span>
    </span>
  )
}
