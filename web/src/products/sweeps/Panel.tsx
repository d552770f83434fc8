import type { ReactNode } from "react"

export function Panel({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-lg border border-line bg-surface">
      <header className="flex h-8 shrink-0 items-center gap-2 px-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{title}</h2>
        {action}
      </header>
      <div className="min-h-0 flex-1 px-3 pb-2">{children}</div>
    </section>
  )
}
