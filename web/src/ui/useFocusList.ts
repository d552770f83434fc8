import type { RefObject } from "react"
import { useCommands } from "./commands"

/** `j` and `k` move the focus through the links and buttons of a list that carry `data-item`. */
export function useFocusList(list: RefObject<HTMLElement | null>, group = "List"): void {
  const move = (step: number) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[data-item]") ?? [])]
    const at = items.indexOf(document.activeElement as HTMLElement)
    const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step]
    next?.focus()
    next?.scrollIntoView({ block: "nearest" })
  }
  useCommands([
    { group, label: "Next", keys: "j", quiet: true, run: () => move(1) },
    { group, label: "Previous", keys: "k", quiet: true, run: () => move(-1) },
  ])
}
