import type { ReactNode } from "react"

export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="mb-3 flex h-8 items-center justify-between border-line border-b pb-1">
        <h2 className="font-semibold text-lg">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}
