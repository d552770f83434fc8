import { parseSearch, stringifySearch, type UrlState } from "@/lib/urlState"
import { layoutOf } from "./viewState"

/** What one looked for or into a moment ago is no way in which the page is laid out the next time. */
const MOMENTARY = ["find", "c.q", "c.zoom", "step"]

/** Where a browser keeps how a person left a project's page. */
export const layoutKey = (username: string, entity: string, project: string): string =>
  `runlake.layout.${[username, entity, project].map(encodeURIComponent).join("/")}`

/** The address of a layout as it is kept; "" keeps nothing. */
export const keptText = (state: UrlState): string =>
  stringifySearch(Object.fromEntries(Object.entries(layoutOf(state)).filter(([name]) => !MOMENTARY.includes(name))))

export type LayoutStep = { restore: UrlState } | { keep: string } | null

/**
 * What is to be done when the address has become `state`. Somebody who comes with an address that says nothing of a
 * layout gets the kept one; what is changed by hand is kept. A saved view keeps itself, and the address of somebody
 * else is looked at without taking it over.
 */
export function layoutStep(state: UrlState, byHand: boolean, kept: string | null): LayoutStep {
  if (state.view !== undefined || state.nw !== undefined) return null
  if (byHand) return { keep: keptText(state) }
  const isBare = Object.keys(layoutOf(state)).length === 0
  return isBare && kept ? { restore: { ...parseSearch(kept), ...state } } : null
}
