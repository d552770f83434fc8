import { useNavigate, useSearch } from "@tanstack/react-router"
import { useCallback } from "react"
import { patchUrl, type UrlPatch, type UrlState } from "@/lib/urlState"

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The person changed what the address says, in place; absent when they came from somewhere. */
    byHand?: boolean
  }
}

/** Goes with every change of the address that a person makes on the page. */
export const BY_HAND = { byHand: true }

/**
 * The search parameters of the address and a way to change some of them.
 * `push` makes a step of its own in the browser's history; without it the present one is replaced.
 */
export function useUrlState(): [UrlState, (change: UrlPatch, options?: { push?: boolean }) => void] {
  const state = useSearch({ strict: false }) as UrlState
  const navigate = useNavigate()
  const change = useCallback(
    (patch: UrlPatch, options?: { push?: boolean }) =>
      void navigate({
        to: ".",
        search: (previous: UrlState) => patchUrl(previous, patch),
        replace: !options?.push,
        resetScroll: false,
        state: BY_HAND,
      } as never),
    [navigate],
  )
  return [state, change]
}
