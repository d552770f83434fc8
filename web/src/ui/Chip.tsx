import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"
import { Icon } from "./Icon"

interface ChipProps {
  children: ReactNode
  onClick?: () => void
  onRemove?: () => void
  removeLabel?: string
  active?: boolean
}

/** A small removable or clickable piece: a tag, a filter. */
export function Chip({ children, onClick, onRemove, removeLabel = "Remove", active }: ChipProps) {
  const body = "inline-flex h-5.5 max-w-64 items-center rounded-full border text-sm"
  const look = active ? "border-accent bg-accent-soft text-accent" : "border-line bg-surface text-ink-2"
  return (
    <span className={cx(body, look)}>
      {onClick ? (
        <button type="button" onClick={onClick} className="h-full min-w-0 truncate rounded-full px-2 hover:text-ink">
          {children}
        </button>
      ) : (
        <span className="min-w-0 truncate px-2">{children}</span>
      )}
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-ml-1 mr-0.5 inline-flex size-4.5 items-center justify-center rounded-full text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  )
}
