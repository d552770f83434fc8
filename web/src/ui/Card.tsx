import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"

interface CardProps {
  title: string
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** A part of a page with a title, and room for what can be done with it. */
export function Card({ title, action, children, className }: CardProps) {
  return (
    <section aria-label={title} className={cx("min-w-0 rounded-lg border border-line bg-surface", className)}>
      <header className="flex h-10 items-center justify-between gap-2 border-line border-b px-3">
        <h2 className="font-semibold">{title}</h2>
        {action}
      </header>
      <div className="p-3">{children}</div>
    </section>
  )
}
