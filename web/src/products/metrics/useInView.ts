import { useEffect, useState } from "react"

const MARGIN = "500px"

/** True while the element is on the screen or near it. */
export function useInView(element: Element | null): boolean {
  const [inView, setInView] = useState(false)
  useEffect(() => {
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => setInView(entry.isIntersecting), { rootMargin: MARGIN })
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return inView
}
