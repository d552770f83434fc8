import { parseSearch, stringifySearch, type UrlState } from "@/lib/urlState"

/** Which view is open, and what is open only for the moment: no part of how the page is laid out. */
const PASSING = ["view", "nw", "peek", "c.full", "compare"]

/** The part of the address that a view keeps. */
export function layoutOf(state: UrlState): UrlState {
  const kept = Object.entries(state).filter(([name]) => !PASSING.includes(name))
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)))
}

export const searchOf = (state: UrlState): string => stringifySearch(layoutOf(state))

/** Do two addresses lay the page out alike, whatever the order of their parameters? */
export const sameLayout = (one: UrlState, other: UrlState): boolean => searchOf(one) === searchOf(other)

/** The address that opens a view; null opens the page as it is without any. */
export function openedView(view: { view_id: number; url_search: string } | null): UrlState {
  return view ? { ...layoutOf(parseSearch(view.url_search)), view: String(view.view_id) } : {}
}

/** Has the page been changed since the view was opened or saved? */
export const isChanged = (state: UrlState, view: { url_search: string } | null): boolean =>
  !sameLayout(state, parseSearch(view?.url_search ?? ""))
