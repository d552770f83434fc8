import { useLayoutEffect, useState } from "react"

/** Width and height of an element in CSS px, borders and padding included; zeros before it is laid out. */
export function useElementSize(element: HTMLElement | null): [number, number] {
  const [size, setSize] = useState<[number, number]>([0, 0])
  useLayoutEffect(() => {
    if (!element) return
    const observer = new ResizeObserver(() => setSize([element.offsetWidth, element.offsetHeight]))
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return size
}
