import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { Popover } from "@/ui/Popover"
import { AxisMenu } from "./AxisMenu"
import type { ParallelAxis } from "./axes"
import type { Brush } from "./brush"

export interface AxisTitleProps {
  axis: ParallelAxis
  x: number
  widthPx: number
  brush: Brush | undefined
  onBrush: (brush: Brush | null) => void
  /** −1 to the left, 1 to the right. */
  onStep: (step: number) => void
  /** The title was let go `byPx` to the right of where it stood. */
  onDrop: (byPx: number) => void
  /** x of the axis whose place it would take. */
  dropX: (byPx: number) => number
  onLog?: (log: boolean) => void
  onHide?: () => void
}

const CLICK_PX = 4

/** The name of an axis. Dragging it, or the arrow keys, moves the axis; pressing it opens what can be done with it. */
export function AxisTitle(props: AxisTitleProps) {
  const { axis, x, widthPx, brush } = props
  const [open, setOpen] = useState(false)
  const { byPx, ...drag } = useTitleDrag(props.onDrop)
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0
    if (!step || open) return
    event.preventDefault()
    props.onStep(step)
  }
  const title = (
    <button
      type="button"
      title={`${axis.title ?? axis.axisId}. Drag or use the arrow keys to move it.`}
      onKeyDown={press}
      {...drag}
      className={cx(
        "absolute top-0 flex h-6 touch-none items-center justify-center rounded px-1 text-sm",
        brush ? "font-medium text-accent" : "text-ink-2",
        byPx !== 0 ? "z-20 cursor-grabbing bg-raised shadow-pop" : "cursor-grab hover:bg-hover",
      )}
      style={{ left: x + byPx - widthPx / 2, width: widthPx }}
    >
      <span className="sr-only">Axis</span>
      <span className="truncate">{axis.label}</span>
      {axis.log && <span className="ml-1 text-ink-3 text-xs">log</span>}
    </button>
  )
  return (
    <>
      {byPx !== 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-6 bottom-0 z-10 w-1 -translate-x-1/2 rounded-full bg-accent/70"
          style={{ left: props.dropX(byPx) }}
        />
      )}
      <Popover
        trigger={title}
        align="center"
        className="w-60"
        open={open && byPx === 0}
        onOpenChange={(next) => setOpen(next && byPx === 0)}
      >
        <AxisMenu {...props} onClose={() => setOpen(false)} />
      </Popover>
    </>
  )
}

/** A drag along the axes; a click without one is left to the button. */
function useTitleDrag(onDrop: (byPx: number) => void) {
  const from = useRef<number | null>(null)
  const dropped = useRef(false)
  const [byPx, setByPx] = useState(0)
  return {
    byPx,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      from.current = event.clientX
      dropped.current = false
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (from.current === null) return
      const by = event.clientX - from.current
      if (Math.abs(by) > CLICK_PX) dropped.current = true
      if (dropped.current) setByPx(by)
    },
    onPointerUp: () => {
      if (from.current !== null && dropped.current) onDrop(byPx)
      from.current = null
      setByPx(0)
    },
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void }) => {
      if (!dropped.current) return
      dropped.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
