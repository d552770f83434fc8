import { useLayoutEffect, useState } from "react"
import type { Window } from "./layout"

/** The window moves in steps, so that not every px of scrolling draws anew. */
const STEP_PX = 120
const MARGIN_PX = 360
/** Faster than this, in screens between two frames, panels are passed over until it is calm again. */
const FAST = 1.5
const CALM_MS = 90

/** The part of an element, in its own px, that is on the screen or near it. */
export function useViewport(element: HTMLElement | null): Window {
  const [window, setWindow] = useState<Window>({ top: 0, bottom: 0 })
  useLayoutEffect(() => {
    if (!element) return
    const scroller = scrollerOf(element)
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const place = () => {
      clearTimeout(timer)
      const top = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top
      last = scroller.scrollTop
      const next = windowAt(top, scroller.clientHeight)
      setWindow((current) => (current.top === next.top && current.bottom === next.bottom ? current : next))
    }
    const onScroll = () => {
      const fast = Math.abs(scroller.scrollTop - last) > FAST * scroller.clientHeight
      if (!fast) return place()
      clearTimeout(timer)
      timer = setTimeout(place, CALM_MS)
    }
    place()
    const observer = new ResizeObserver(place)
    observer.observe(scroller)
    observer.observe(element)
    scroller.addEventListener("scroll", onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      scroller.removeEventListener("scroll", onScroll)
    }
  }, [element])
  return window
}

export function windowAt(top: number, heightPx: number): Window {
  return {
    top: Math.floor((top - MARGIN_PX) / STEP_PX) * STEP_PX,
    bottom: Math.ceil((top + heightPx + MARGIN_PX) / STEP_PX) * STEP_PX,
  }
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent
  }
  return document.documentElement
}
