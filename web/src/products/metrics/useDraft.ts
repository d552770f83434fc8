import { useEffect, useRef, useState } from "react"

/**
 * A value that a field shows at once and hands on when it has been quiet for a while: the address, where it ends up,
 * comes back too late for typing. A change from outside replaces it.
 */
export function useDraft<T>(value: T, onChange: (value: T) => void, settleMs: number): [T, (value: T) => void] {
  const [draft, setDraft] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  useEffect(() => {
    if (timer.current === null) setDraft(value)
  }, [value])
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const change = (next: T) => {
    setDraft(next)
    if (timer.current) clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = null
      latest.current(next)
    }, settleMs)
  }
  return [draft, change]
}
