import { type KeyboardEvent, type PointerEvent, useRef } from "react"

interface ResizeHandleProps {
  title: string
  /** Columns and rows. */
  size: [number, number]
  /** From one column, and from one row, to the next. */
  unit: { width: number; height: number }
  /** Columns of the section. */
  columns: number
  /** Most rows; a few on a board. */
  rows?: number
  /** While it is dragged; null when it is let go elsewhere. */
  onPreview: (size: [number, number] | null) => void
  onSize: (size: [number, number]) => void
}

const MOST_ROWS = 4
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The corner of a panel: dragged, or moved by arrow keys, the panel grows by columns and rows. */
export function ResizeHandle({ title, size, unit, columns, rows = MOST_ROWS, onPreview, onSize }: ResizeHandleProps) {
  const start = useRef<{ x: number; y: number } | null>(null)
  const within = ([width, height]: [number, number]): [number, number] => [
    Math.min(Math.max(Math.round(width), 1), columns),
    Math.min(Math.max(Math.round(height), 1), rows),
  ]
  const sizeAt = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const { x, y } = start.current ?? { x: clientX, y: clientY }
    return within([size[0] + (clientX - x) / unit.width, size[1] + (clientY - y) / unit.height])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROWS[event.key]
    if (!step) return
    event.preventDefault()
    onSize(within([size[0] + step[0], size[1] + step[1]]))
  }
  return (
    <button
      type="button"
      aria-label={`Size of ${title}: ${size[0]} wide, ${size[1]} high. Arrow keys change it.`}
      className="absolute right-0 bottom-0 z-10 size-4 cursor-nwse-resize touch-none rounded-br-lg opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerMove={(event) => start.current && onPreview(sizeAt(event))}
      onPointerUp={(event) => {
        if (!start.current) return
        const next = sizeAt(event)
        start.current = null
        onPreview(null)
        onSize(next)
      }}
      onPointerCancel={() => {
        start.current = null
        onPreview(null)
      }}
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 stroke-ink-3" fill="none" strokeWidth={1.4}>
        <path d="M12 6v6H6" />
      </svg>
    </button>
  )
}
