import type { Smoothing, SmoothingKind } from "@/charts"
import { Select } from "@/ui/Select"
import { useDraft } from "./useDraft"

interface SmoothingControlProps {
  smoothing: Smoothing
  onChange: (smoothing: Smoothing) => void
}

const KINDS: readonly { value: SmoothingKind; label: string }[] = [
  { value: "none", label: "No smoothing" },
  { value: "ema", label: "EMA" },
  { value: "gaussian", label: "Gaussian" },
  { value: "average", label: "Running average" },
]
const FIRST_AMOUNT = 0.6
const SETTLE_MS = 40

export function SmoothingControl({ smoothing, onChange }: SmoothingControlProps) {
  const { kind, amount } = smoothing
  const [draft, setDraft] = useDraft(amount, (next) => onChange({ kind, amount: next }), SETTLE_MS)
  return (
    <span className="inline-flex items-center gap-1.5">
      <Select
        size="sm"
        label="Smoothing"
        value={kind}
        options={KINDS}
        onChange={(next) => onChange({ kind: next, amount: next === "none" ? 0 : amount || FIRST_AMOUNT })}
      />
      {kind !== "none" && (
        <>
          <input
            type="range"
            aria-label="Smoothing amount"
            className="w-24 accent-accent"
            min={0}
            max={0.99}
            step={0.01}
            value={draft}
            onChange={(event) => setDraft(Number(event.target.value))}
          />
          <span className="num w-7 text-ink-2 text-sm">{draft.toFixed(2)}</span>
        </>
      )}
    </span>
  )
}
