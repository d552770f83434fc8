import { useEffect, useRef } from "react"

const FIRST_WAIT_MS = 100

/** A function that runs soon after the first call, and then at most once in a while. It never changes. */
export function useThrottled(work: () => void, everyMs: number): () => void {
  const latest = useRef(work)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const lastRun = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    latest.current = work
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  const call = useRef(() => {
    timer.current ??= setTimeout(
      () => {
        timer.current = null
        lastRun.current = performance.now()
        latest.current()
      },
      Math.max(FIRST_WAIT_MS, lastRun.current + everyMs - performance.now()),
    )
  })
  return call.current
}
