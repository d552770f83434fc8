import { type ReactNode, useEffect, useState } from "react"
import { createPortal } from "react-dom"

const PLACE = "page-actions"

/** Where the top bar shows what a page brings along. */
export const PageActionsPlace = () => <div id={PLACE} className="flex min-w-0 shrink items-center" />

/** What belongs to the page as a whole, shown in the top bar while the page is. */
export function PageActions({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  useEffect(() => setPlace(document.getElementById(PLACE)), [])
  return place && createPortal(children, place)
}
