import { useMemo } from "react"
import { rampColours } from "@/charts/parallel"
import { formatNumber } from "@/lib/format"

interface GoodScaleProps {
  values: readonly number[]
  lowIsBest: boolean
  dark: boolean
}

/** What the colours of the lines mean: from the worst value to the best. */
export function GoodScale({ values, lowIsBest, dark }: GoodScaleProps) {
  const [low, high] = useMemo(() => extremes(values), [values])
  if (low > high) return null
  const [worst, best] = lowIsBest ? [high, low] : [low, high]
  return (
    <span className="num inline-flex items-center gap-1.5 text-ink-2 text-xs">
      <span title="Worst">{formatNumber(worst, 3)}</span>
      <span
        role="img"
        aria-label="Colours from the worst value to the best"
        className="h-2 w-24 rounded-full"
        style={{ background: `linear-gradient(90deg, ${rampColours(dark).join(", ")})` }}
      />
      <span title="Best">{formatNumber(best, 3)} best</span>
    </span>
  )
}

function extremes(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return [low, high]
}
