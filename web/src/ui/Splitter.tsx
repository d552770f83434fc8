import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react"
import { cx } from "@/lib/classNames"

interface SplitterProps {
  /** Share of the first pane, 0 to 1. */
  share: number
  onChange: (share: number) => void
  min?: number
  max?: number
  label: string
  first: ReactNode
  second: ReactNode
  /** The places a double click and the page keys go through. */
  stops?: readonly number[]
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Two panes side by side with a divider for pointer and keys. A share of 0 or 1 hides a pane. */
export function Splitter({
  share,
  onChange,
  min = 0.15,
  max = 0.85,
  label,
  first,
  second,
  stops = [0.3, 0.5],
}: SplitterProps) {
  const frame = useRef<HTMLDivElement>(null)
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const box = frame.current?.getBoundingClientRect()
    if (box) onChange(clamp((event.clientX - box.left) / box.width, min, max))
  }
  const nextStop = () => onChange(stops.find((stop) => stop > share + 0.01) ?? stops[0])
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageUp: -0.1, PageDown: 0.1 }[event.key]
    if (event.key === "Enter") nextStop()
    else if (event.key === "Home") onChange(min)
    else if (event.key === "End") onChange(max)
    else if (step) onChange(clamp(share + step, min, max))
    else return
    event.preventDefault()
  }
  return (
    <div ref={frame} className="flex h-full min-h-0 min-w-0">
      {share > 0 && (
        <div className="min-w-0 overflow-hidden" style={{ flexBasis: `${share * 100}%`, flexShrink: 0 }}>
          {first}
        </div>
      )}
      {share > 0 && share < 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is not an <hr>
        <div
          role="separator"
          aria-label={label}
          aria-orientation="vertical"
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={Math.round(min * 100)}
          aria-valuemax={Math.round(max * 100)}
          tabIndex={0}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onDoubleClick={nextStop}
          onKeyDown={press}
          className={cx(
            "group relative z-10 -mx-1 w-2 shrink-0 cursor-col-resize touch-none",
            "after:absolute after:inset-y-0 after:left-1/2 after:w-px after:-translate-x-1/2 after:bg-line hover:after:w-0.5 hover:after:bg-accent focus-visible:after:w-0.5 focus-visible:after:bg-accent",
          )}
        />
      )}
      {share < 1 && <div className="min-w-0 flex-1 overflow-hidden">{second}</div>}
    </div>
  )
}
