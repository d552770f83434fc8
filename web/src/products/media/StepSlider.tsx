interface StepSliderProps {
  steps: readonly number[]
  /** Null is the latest. */
  step: number | null
  onStep: (step: number | null) => void
}

/** Chooses one of the logged steps for every panel of the page. */
export function StepSlider({ steps, step, onStep }: StepSliderProps) {
  const last = steps.length - 1
  const found = step === null ? last : steps.findLastIndex((each) => each <= step)
  return (
    <label className="flex h-9 shrink-0 items-center gap-3 px-3">
      <span className="sr-only">Step</span>
      <input
        type="range"
        min={0}
        max={last}
        value={Math.max(0, found)}
        aria-valuetext={found >= 0 ? `step ${steps[found]}` : "before the first step"}
        onChange={(event) => {
          const next = Number(event.target.value)
          onStep(next === last ? null : steps[next])
        }}
        className="h-1 min-w-0 flex-1 accent-accent"
      />
      <span className="num min-w-14 text-right text-ink-2 text-sm">
        {found >= 0 ? `step ${steps[found].toLocaleString("en-US")}` : "–"}
      </span>
    </label>
  )
}
