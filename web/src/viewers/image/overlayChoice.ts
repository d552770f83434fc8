import { useMemo } from "react"
import { readList, type UrlPatch, type UrlState, writeList } from "@/lib/urlState"
import { useUrlState } from "@/ui/useUrlState"

/** What of boxes and masks is shown. One choice for all images of a page, so that runs stay comparable. */
export interface OverlayChoice {
  on: boolean
  /** Turned off: `layer:class`. */
  hidden: ReadonlySet<string>
  /** Boxes whose best score is below are left out; null shows all. */
  leastScore: number | null
  /** Of masks, 0 to 1. */
  opacity: number
}

const DEFAULT_OPACITY = 0.6
// Names in the address; other parts of a page have names of their own there.
const [HIDE, SCORE, OPACITY] = ["overlay.hide", "overlay.score", "overlay.opacity"]

export const classKey = (layer: string, classId: number): string => `${layer.replace(/[,%]/g, "_")}:${classId}`

/** Shows what is hidden of the keys when all of it is, else hides all of it. */
export function withToggled(hidden: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const next = new Set(hidden)
  const allHidden = keys.every((key) => hidden.has(key))
  for (const key of keys) allHidden ? next.delete(key) : next.add(key)
  return next
}

export function readOverlayChoice(state: UrlState): OverlayChoice {
  const score = Number.parseFloat(state[SCORE] ?? "")
  const opacity = Number.parseFloat(state[OPACITY] ?? "")
  return {
    on: state.overlay !== "0",
    hidden: new Set(readList(state[HIDE] ?? "")),
    leastScore: Number.isFinite(score) ? score : null,
    opacity: Number.isFinite(opacity) ? Math.min(1, Math.max(0, opacity)) : DEFAULT_OPACITY,
  }
}

export function patchOverlayChoice(change: Partial<OverlayChoice>): UrlPatch {
  const patch: UrlPatch = {}
  if (change.on !== undefined) patch.overlay = change.on ? null : "0"
  if (change.hidden) patch[HIDE] = change.hidden.size ? writeList([...change.hidden]) : null
  if (change.leastScore !== undefined) patch[SCORE] = change.leastScore
  if (change.opacity !== undefined) patch[OPACITY] = change.opacity === DEFAULT_OPACITY ? null : change.opacity
  return patch
}

/** The choice stands in the address. */
export function useOverlayChoice(): [OverlayChoice, (change: Partial<OverlayChoice>) => void] {
  const [url, change] = useUrlState()
  const { overlay, [HIDE]: hide, [SCORE]: score, [OPACITY]: opacity } = url
  const choice = useMemo(
    () => readOverlayChoice({ overlay, [HIDE]: hide, [SCORE]: score, [OPACITY]: opacity } as UrlState),
    [overlay, hide, score, opacity],
  )
  return [choice, (next) => change(patchOverlayChoice(next))]
}
