import { useEffect, useRef, useState } from "react"
import type { UrlState } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { useUrlState } from "@/ui/useUrlState"
import { type LayoutHistory, recorded, redone, startHistory, undone } from "./history"

export interface Undo {
  undo: (() => void) | null
  redo: (() => void) | null
}

/** Takes changes of the layout back and makes them again, also by keys. Its steps last as long as the page. */
export function useLayoutHistory(): Undo {
  const [state, change] = useUrlState()
  const [history, setHistory] = useState(() => startHistory(state))
  const latest = useRef(history)
  latest.current = history
  useEffect(() => setHistory((current) => recorded(current, state, performance.now())), [state])
  const go = (next: LayoutHistory | null) => {
    if (!next) return
    setHistory(next)
    change(patchTo(latest.current.present, next.present))
  }
  const undo = () => go(undone(latest.current))
  const redo = () => go(redone(latest.current))
  useCommands([
    { group: "View", label: "Undo", keys: "mod+z", icon: "undo", run: undo },
    { group: "View", label: "Redo", keys: "mod+shift+z", icon: "redo", run: redo },
  ])
  return { undo: history.past.length > 0 ? undo : null, redo: history.future.length > 0 ? redo : null }
}

/** What leads from one layout to another; the rest of the address stays. */
export function patchTo(from: UrlState, to: UrlState): Record<string, string | null> {
  const gone = Object.keys(from).map((name) => [name, null] as const)
  return { ...Object.fromEntries(gone), ...to }
}
