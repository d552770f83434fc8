import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"
import type { Brush, BrushHandlers } from "./useBrush"

interface StripCellProps {
  label: string
  value: string
  /** How many buckets are drawn, one unit wide each. */
  count: number
  /** The bucket that is pointed at in any cell. */
  at: number | null
  brush: Brush | null
  handlers: BrushHandlers
  className?: string
  children: ReactNode
}

/** One measure over time; all cells of a strip share what is pointed at and drawn over. */
export function StripCell({ label, value, count, at, brush, handlers, className, children }: StripCellProps) {
  return (
    <figure className={cx("min-w-0 border-line px-3 pt-1.5 pb-2 not-first:border-l", className)}>
      <figcaption className="mb-1 flex h-5 items-baseline gap-2 whitespace-nowrap">
        <span className="text-ink-3 text-sm">{label}</span>
        <span className="num min-w-0 truncate font-medium">{value}</span>
      </figcaption>
      <div className="relative h-11 cursor-crosshair touch-none border-line border-b" {...handlers}>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${Math.max(count, 1)} 1`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
        >
          {children}
        </svg>
        {at !== null && !brush && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 bg-ink/10"
            style={{ left: `${(100 * at) / count}%`, width: `${100 / count}%` }}
          />
        )}
        {brush && (
          <span
            aria-hidden="true"
            className="absolute inset-y-0 border-accent border-x bg-accent/20"
            style={{
              left: `${100 * Math.min(brush.from, brush.to)}%`,
              width: `${100 * Math.abs(brush.to - brush.from)}%`,
            }}
          />
        )}
      </div>
    </figure>
  )
}
