import { type FormEvent, useState } from "react"
import { Button, IconButton } from "@/ui/Button"
import { Input } from "@/ui/Input"
import type { ParallelAxis } from "./axes"
import type { Brush } from "./brush"

interface AxisMenuProps {
  axis: ParallelAxis
  brush: Brush | undefined
  onBrush: (brush: Brush | null) => void
  onStep: (step: number) => void
  onLog?: (log: boolean) => void
  onHide?: () => void
  onClose: () => void
}

/** Everything that the pointer can do with an axis, for the keyboard as well. */
export function AxisMenu({ axis, brush, onBrush, onStep, onLog, onHide, onClose }: AxisMenuProps) {
  return (
    <div className="space-y-2">
      <div className="truncate font-medium" title={axis.title}>
        {axis.title ?? axis.label}
      </div>
      {axis.kind === "number" ? (
        <RangeForm axis={axis} brush={brush} onBrush={onBrush} />
      ) : (
        <CategoryList axis={axis} brush={brush} onBrush={onBrush} />
      )}
      {axis.kind === "number" && onLog && (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={axis.log}
            onChange={(event) => onLog(event.target.checked)}
          />
          Logarithmic
        </label>
      )}
      <div className="flex items-center gap-1 border-line border-t pt-2">
        <IconButton icon="chevronLeft" label="Move to the left" onClick={() => onStep(-1)} />
        <IconButton icon="chevronRight" label="Move to the right" onClick={() => onStep(1)} />
        <span className="flex-1" />
        {onHide && (
          <Button
            size="sm"
            variant="ghost"
            icon="eyeOff"
            onClick={() => {
              onClose()
              onHide()
            }}
          >
            Hide axis
          </Button>
        )}
      </div>
    </div>
  )
}

type BrushFormProps = Pick<AxisMenuProps, "axis" | "brush" | "onBrush">

function RangeForm({ axis, brush, onBrush }: BrushFormProps) {
  const range = brush && "low" in brush ? brush : null
  const [low, setLow] = useState(range ? String(range.low) : "")
  const [high, setHigh] = useState(range ? String(range.high) : "")
  const from = low.trim() === "" ? axis.low : Number(low)
  const to = high.trim() === "" ? axis.high : Number(high)
  const wrong = !(from <= to)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wrong) return
    onBrush(low.trim() === "" && high.trim() === "" ? null : { low: from, high: to })
  }
  const clear = () => {
    setLow("")
    setHigh("")
    onBrush(null)
  }
  return (
    <form onSubmit={submit} className="space-y-1.5">
      <div className="flex items-center gap-1.5">
        <Input
          size="sm"
          autoFocus
          aria-label="From"
          inputMode="decimal"
          placeholder={axis.low.toPrecision(3)}
          value={low}
          onChange={(event) => setLow(event.target.value)}
        />
        to
        <Input
          size="sm"
          aria-label="To"
          inputMode="decimal"
          placeholder={axis.high.toPrecision(3)}
          value={high}
          onChange={(event) => setHigh(event.target.value)}
        />
      </div>
      {wrong && (
        <p role="alert" className="text-danger text-sm">
          Two numbers, the smaller one first.
        </p>
      )}
      <div className="flex gap-1.5">
        <Button size="sm" type="submit" disabled={wrong}>
          Choose
        </Button>
        <Button size="sm" variant="ghost" disabled={!range} onClick={clear}>
          Clear
        </Button>
      </div>
    </form>
  )
}

function CategoryList({ axis, brush, onBrush }: BrushFormProps) {
  const chosen = brush && "categories" in brush ? brush.categories : axis.categories
  const toggle = (category: string) => {
    const next = axis.categories.filter((one) => (one === category) !== chosen.includes(one))
    onBrush(next.length === 0 || next.length === axis.categories.length ? null : { categories: next })
  }
  return (
    <div className="max-h-56 overflow-auto">
      {axis.categories.map((category) => (
        <label key={category} className="flex h-6 items-center gap-2">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={chosen.includes(category)}
            onChange={() => toggle(category)}
          />
          <span className="min-w-0 truncate">{category || "(empty)"}</span>
        </label>
      ))}
    </div>
  )
}
