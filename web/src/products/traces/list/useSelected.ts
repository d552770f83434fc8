import { useState } from "react"
import type { SpanRow } from "@/api/traces"
import { useCommands } from "@/ui/commands"
import { keyOf } from "./tail"

export interface Selected {
  spans: readonly SpanRow[]
  has: (span: SpanRow) => boolean
  toggle: (span: SpanRow) => void
  clear: () => void
}

/** Rows that somebody marked, in the order in which they did; `x` marks the one in focus. */
export function useSelected(shown: readonly SpanRow[]): Selected {
  const [marked, setMarked] = useState<ReadonlyMap<string, SpanRow>>(new Map())
  const toggle = (span: SpanRow) =>
    setMarked((before) => {
      const next = new Map(before)
      if (!next.delete(keyOf(span))) next.set(keyOf(span), span)
      return next
    })
  const toggleFocused = () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-span]")?.dataset.span
    const span = focused && shown.find((one) => keyOf(one) === focused)
    if (span) toggle(span)
  }
  useCommands([{ group: "Traces", label: "Select the row", keys: "x", quiet: true, run: toggleFocused }])
  return {
    spans: [...marked.values()],
    has: (span) => marked.has(keyOf(span)),
    toggle,
    clear: () => setMarked(new Map()),
  }
}
