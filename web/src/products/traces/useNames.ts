import { useCallback, useState } from "react"

const NONE: ReadonlySet<string> = new Set()

/** A set of names of the page, each put in and taken out by a toggle. */
export function useNames() {
  const [names, setNames] = useState(NONE)
  const clear = useCallback(() => setNames(NONE), [])
  const toggle = useCallback(
    (name: string) =>
      setNames((before) => {
        const next = new Set(before)
        if (!next.delete(name)) next.add(name)
        return next
      }),
    [],
  )
  return { names, toggle, clear }
}
