import { type RefObject, useEffect, useState } from "react"

/**
 * True while the element is in view or near it. Browsers keep only some 3D pictures alive at once: those out of view
 * are closed, and opened again.
 */
export function useInView(frame: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => setInView(entry.isIntersecting), { rootMargin: "100px" })
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return inView
}
