/** Does the server answer? What requests find out is told to whoever wants to know. */
let reachable = true
const listeners = new Set<() => void>()

export function setReachable(next: boolean): void {
  if (next === reachable) return
  reachable = next
  for (const listener of listeners) listener()
}

export const isReachable = (): boolean => reachable

export function subscribeReachable(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
