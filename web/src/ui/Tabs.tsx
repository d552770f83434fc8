import { type KeyboardEvent, type ReactNode, useRef } from "react"
import { cx } from "@/lib/classNames"

export interface TabItem<T extends string> {
  value: T
  label: ReactNode
  count?: number
}

interface TabsProps<T extends string> {
  value: T
  items: readonly TabItem<T>[]
  onChange: (value: T) => void
  label: string
  className?: string
}

/** The bar alone: the page decides what stands below, since a tab is part of the address. */
export function Tabs<T extends string>({ value, items, onChange, label, className }: TabsProps<T>) {
  const bar = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0
    if (!step) return
    const at = items.findIndex((item) => item.value === value)
    const next = (at + step + items.length) % items.length
    onChange(items[next].value)
    bar.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus()
  }
  return (
    <div
      ref={bar}
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className={cx("flex gap-1 overflow-x-auto border-line border-b", className)}
    >
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          role="tab"
          aria-selected={item.value === value}
          tabIndex={item.value === value ? 0 : -1}
          onClick={() => onChange(item.value)}
          className={cx(
            "-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2.5 font-medium",
            item.value === value ? "border-accent text-ink" : "border-transparent text-ink-2 hover:text-ink",
          )}
        >
          {item.label}
          {item.count !== undefined && <span className="num font-normal text-ink-3 text-sm">{item.count}</span>}
        </button>
      ))}
    </div>
  )
}
