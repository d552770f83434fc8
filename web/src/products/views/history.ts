import type { UrlState } from "@/lib/urlState"
import { layoutOf, sameLayout } from "./viewState"

/** The layouts that one can go back to, and those that were taken back. */
export interface LayoutHistory {
  past: UrlState[]
  present: UrlState
  future: UrlState[]
  /** When the present layout was made, in ms. */
  changedAt: number
}

const MOST_STEPS = 100
/** Changes that follow each other this fast are one step: letters that are typed, a divider that is dragged. */
const ONE_STEP_MS = 700

export const startHistory = (state: UrlState): LayoutHistory => ({
  past: [],
  present: layoutOf(state),
  future: [],
  changedAt: Number.NEGATIVE_INFINITY,
})

/** The history after the address changed by itself; the same one when the layout did not. */
export function recorded(history: LayoutHistory, state: UrlState, nowMs: number): LayoutHistory {
  const { past, present, changedAt } = history
  if (sameLayout(state, present)) return history
  const oneStep = past.length > 0 && nowMs - changedAt < ONE_STEP_MS && sameNames(past.at(-1), present, state)
  const next = oneStep ? past : [...past, present].slice(-MOST_STEPS)
  return { past: next, present: layoutOf(state), future: [], changedAt: nowMs }
}

/** One step back; null at the beginning. */
export function undone({ past, present, future }: LayoutHistory): LayoutHistory | null {
  const before = past.at(-1)
  if (!before) return null
  return { past: past.slice(0, -1), present: before, future: [present, ...future], changedAt: Number.NEGATIVE_INFINITY }
}

/** One step forward again; null at the end. */
export function redone({ past, present, future }: LayoutHistory): LayoutHistory | null {
  const [after, ...rest] = future
  if (!after) return null
  return { past: [...past, present], present: after, future: rest, changedAt: Number.NEGATIVE_INFINITY }
}

/** Was it the same setting that was changed both times? */
function sameNames(before: UrlState | undefined, present: UrlState, next: UrlState): boolean {
  return before !== undefined && changedNames(before, present) === changedNames(present, layoutOf(next))
}

function changedNames(one: UrlState, other: UrlState): string {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names]
    .filter((name) => one[name] !== other[name])
    .sort()
    .join("\n")
}
