import { useLayoutEffect, useState } from "react"

/** Width of an element in whole CSS px; 0 before it is laid out. */
export function useElementWidth(element: Element | null): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!element) return
    setWidth(Math.floor(element.getBoundingClientRect().width))
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** A bucket for every other px, in a few steps: neighbouring widths ask the same question. */
export function bucketsFor(widthPx: number): number {
  return [200, 400, 800].find((buckets) => widthPx <= buckets * 1.6) ?? 1500
}
