import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react"
import { IconButton } from "@/ui/Button"
import { FullScreenDialog } from "@/ui/FullScreenDialog"

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
  const at = panels.indexOf(panel)
  const go = (step: number) => {
    const next = panels[at + step]
    if (next) onPanel(next)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") go(-1)
    if (event.key === "ArrowRight") go(1)
  }
  const height = useWindowHeight() - FRAME_PX
  return (
    <FullScreenDialog title={title} onClose={() => onPanel(null)} onKey={onKey}>
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
    </FullScreenDialog>
  )
}

function useWindowHeight(): number {
  const [height, setHeight] = useState(window.innerHeight)
  useEffect(() => {
    const onResize = () => setHeight(window.innerHeight)
    window.addEventListener("resize", onResize)
    return () => window.removeEventListener("resize", onResize)
  }, [])
  return height
}
