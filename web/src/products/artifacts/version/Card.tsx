import type { ReactNode } from "react"

interface CardProps {
  title: string
  action?: ReactNode
  children: ReactNode
}

export function Card({ title, action, children }: CardProps) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex h-10 items-center justify-between gap-2 border-line border-b px-3">
        <h2 className="font-semibold">{title}</h2>
        {action}
      </header>
      <div className="p-3">{children}</div>
    </section>
  )
}
