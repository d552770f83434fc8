import { useEffect, useState } from "react"
import { IconButton } from "@/ui/Button"
import { MetricPanel, type PanelContext } from "./MetricPanel"

interface FullScreenPanelProps {
  context: PanelContext
  /** All panels in their order: the arrows go through them. */
  metrics: readonly string[]
  metric: string
}

/** The bar above the panel, and the room around both. */
const FRAME_PX = 76

/** One panel over the whole page; arrow keys go to its neighbours, Escape goes back. */
export function FullScreenPanel({ context, metrics, metric }: FullScreenPanelProps) {
  const { onChange } = context
  const at = metrics.indexOf(metric)
  const go = (step: number) => {
    const next = metrics[at + step]
    if (next) onChange({ full: next })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onChange({ full: null })
      else if (event.key === "ArrowLeft") go(-1)
      else if (event.key === "ArrowRight") go(1)
    }
    window.addEventListener("keydown", onKey)
    return () => window.removeEventListener("keydown", onKey)
  })
  const height = useWindowHeight() - FRAME_PX
  return (
    <div
      role="dialog"
      aria-label={metric}
      aria-modal="true"
      className="fixed inset-0 z-40 flex flex-col gap-2 bg-canvas p-4"
    >
      <div className="flex items-center gap-1">
        <IconButton icon="chevronLeft" label="Previous panel" shortcut="←" disabled={at <= 0} onClick={() => go(-1)} />
        <IconButton
          icon="chevronRight"
          label="Next panel"
          shortcut="→"
          disabled={at >= metrics.length - 1}
          onClick={() => go(1)}
        />
        <span className="num text-ink-3">{`${at + 1} of ${metrics.length}`}</span>
        <span className="flex-1" />
        <IconButton icon="close" label="Back" shortcut="Esc" onClick={() => onChange({ full: null })} />
      </div>
      <MetricPanel key={metric} context={context} metric={metric} height={height} full />
    </div>
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
