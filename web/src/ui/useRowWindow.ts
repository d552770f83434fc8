import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react"
import { contentHeight, type Geometry, type RowWindow, rowWindow, scrollRatio, scrollTopOf } from "@/lib/fixedWindow"

interface RowScroll extends RowWindow {
  heightPx: number
  geometry: Geometry
  scrollToRow: (row: number, place?: number) => void
}

/** The rows of equal height that are in view of a scrolling element. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowPx: number): RowScroll {
  const [view, setView] = useState({ top: 0, viewPx: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const read = () => setView({ top: element.scrollTop, viewPx: element.clientHeight })
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    element.addEventListener("scroll", read, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener("scroll", read)
    }
  }, [scroller])
  const geometry: Geometry = { count, rowPx, viewPx: view.viewPx }
  useScaledWheel(scroller, scrollRatio(geometry))
  const scrollToRow = useCallback(
    (row: number, place = 0) => {
      const element = scroller.current
      if (element) element.scrollTop = scrollTopOf(row, { count, rowPx, viewPx: element.clientHeight }, place)
    },
    [scroller, count, rowPx],
  )
  return { ...rowWindow(view.top, geometry), heightPx: contentHeight(geometry), geometry, scrollToRow }
}

/** Where the scroll bar is a scale, the wheel still moves by lines. */
function useScaledWheel(scroller: RefObject<HTMLElement | null>, ratio: number): void {
  useEffect(() => {
    const element = scroller.current
    if (!element || ratio === 1) return
    const turn = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
      event.preventDefault()
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 18 : event.deltaY
      element.scrollTop += Math.sign(px) * Math.max(1, Math.abs(px) / ratio)
    }
    element.addEventListener("wheel", turn, { passive: false })
    return () => element.removeEventListener("wheel", turn)
  }, [scroller, ratio])
}
