import { useSyncExternalStore } from "react"

/** The run under the pointer, shared by all charts and the table: hovering one place lights it up everywhere. */
let hovered: string | null = null
const listeners = new Set<() => void>()

export function setHoveredRun(runId: string | null): void {
  if (runId === hovered) return
  hovered = runId
  for (const listener of listeners) listener()
}

export const getHoveredRun = (): string | null => hovered

export function subscribeHover(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useHoveredRun = (): string | null => useSyncExternalStore(subscribeHover, getHoveredRun)
