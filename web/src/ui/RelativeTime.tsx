import { useSyncExternalStore } from "react"
import { formatRelative, formatTime } from "@/lib/format"

/** One clock for all relative times of the page, ticking every second while any is shown. */
let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function tick(): void {
  now = new Date()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) {
    now = new Date() // nobody looked at the clock for a while
    timer = setInterval(tick, 1000)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time at the last tick. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now)

export function RelativeTime({ at, className }: { at: string | null | undefined; className?: string }) {
  // Only the text is compared, so a time of hours ago is not drawn again every second.
  const time = at ? new Date(at) : null
  const text = useSyncExternalStore(subscribe, () => (time ? formatRelative(time, now) : "–"))
  if (!time) return <span className={className}>–</span>
  return (
    <time dateTime={at ?? undefined} title={formatTime(time)} className={`num whitespace-nowrap ${className ?? ""}`}>
      {text}
    </time>
  )
}
