import { type ReactNode, useEffect, useRef, useState } from "react"
import { IconButton } from "@/ui/Button"

interface FullScreenPanelProps {
  /** All panels in their order: the arrows go through them. */
  panels: readonly string[]
  panel: string
  title: string
  onPanel: (panel: string | null) => void
  children: (heightPx: number) => ReactNode
}

/** The bar above the panel, and the room around both. */
const FRAME_PX = 76

/** One panel over the whole page; arrow keys go to its neighbours, Escape goes back. */
export function FullScreenPanel({ panels, panel, title, onPanel, children }: FullScreenPanelProps) {
  const dialog = useRef<HTMLDivElement>(null)
  const at = panels.indexOf(panel)
  const go = (step: number) => {
    const next = panels[at + step]
    if (next) onPanel(next)
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Of a menu, a field or a dialog above, the keys are its own.
      if (event.defaultPrevented || !dialog.current || isElsewhere(event.target, dialog.current)) return
      if (event.key === "Escape") onPanel(null)
      else if (event.key === "ArrowLeft") go(-1)
      else if (event.key === "ArrowRight") go(1)
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  })
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.focus({ preventScroll: true })
    return () => (before instanceof HTMLElement ? before.focus({ preventScroll: true }) : undefined)
  }, [])
  const height = useWindowHeight() - FRAME_PX
  return (
    <div
      ref={dialog}
      role="dialog"
      tabIndex={-1}
      aria-label={title}
      aria-modal="true"
      className="fixed inset-0 z-40 flex flex-col gap-2 bg-canvas p-4 outline-none"
    >
      <div className="flex items-center gap-1">
        <IconButton icon="chevronLeft" label="Previous panel" shortcut="←" disabled={at <= 0} onClick={() => go(-1)} />
        <IconButton
          icon="chevronRight"
          label="Next panel"
          shortcut="→"
          disabled={at >= panels.length - 1}
          onClick={() => go(1)}
        />
        <span className="num text-ink-3">{`${at + 1} of ${panels.length}`}</span>
        <span className="flex-1" />
        <IconButton icon="close" label="Back" shortcut="Esc" onClick={() => onPanel(null)} />
      </div>
      {children(height)}
    </div>
  )
}

const isElsewhere = (target: EventTarget | null, dialog: HTMLElement): boolean =>
  target instanceof HTMLElement &&
  target !== document.body &&
  (!dialog.contains(target) || target.matches("input, textarea, select"))

function useWindowHeight(): number {
  const [height, setHeight] = useState(window.innerHeight)
  useEffect(() => {
    const onResize = () => setHeight(window.innerHeight)
    window.addEventListener("resize", onResize)
    return () => window.removeEventListener("resize", onResize)
  }, [])
  return height
}
