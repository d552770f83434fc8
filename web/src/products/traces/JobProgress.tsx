import type { ReactNode } from "react"

interface JobProgressProps {
  label: string
  done: number
  total: number
  /** The same in words. */
  children: ReactNode
}

/** How far work on stored spans is. */
export function JobProgress({ label, done, total, children }: JobProgressProps) {
  const share = total ? done / total : 0
  return (
    <>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        className="h-1.5 w-40 overflow-hidden rounded bg-sunken"
      >
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num text-ink-3">{children}</span>
    </>
  )
}
