import { useEffect, useRef } from "react"
import type { SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatDuration } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { useRowWindow } from "@/ui/useRowWindow"
import { KindChip } from "./KindChip"
import type { TreeSpan } from "./tree"

interface SpanTreeProps {
  rows: readonly TreeSpan[]
  extent: { start: number; duration: number }
  closed: ReadonlySet<string>
  chosen: string
  onChoose: (span: SpanRow) => void
  onToggle: (id: string) => void
}

const ROW_PX = 28
const INDENT_PX = 14
const DEEPEST = 24
const LEAST_PERCENT = 0.4

/** The spans of a trace in their order, each with a bar for when it ran. */
export function SpanTree({ rows, extent, closed, chosen, onChoose, onToggle }: SpanTreeProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const view = useRowWindow(scroller, rows.length, ROW_PX)
  const at = rows.findIndex(({ span }) => span.span_id === chosen)
  const { first, end, scrollToRow } = view
  const hidden = at >= 0 && (at < first || at >= end - 1)
  const shown = useRef("")
  useEffect(() => {
    if (shown.current === chosen) return
    shown.current = chosen
    if (hidden) scrollToRow(at, 0.4)
  }, [chosen, hidden, at, scrollToRow])
  return (
    <div ref={scroller} className="h-full overflow-auto bg-surface">
      <div className="relative" style={{ height: view.heightPx }}>
        <div role="tree" aria-label="Spans" className="absolute inset-x-0" style={{ top: view.topPx }}>
          {rows.slice(first, end).map((row) => (
            <SpanTreeRow
              key={row.span.span_id}
              row={row}
              extent={extent}
              open={!closed.has(row.span.span_id)}
              chosen={row.span.span_id === chosen}
              onChoose={onChoose}
              onToggle={onToggle}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

interface SpanTreeRowProps {
  row: TreeSpan
  extent: { start: number; duration: number }
  open: boolean
  chosen: boolean
  onChoose: (span: SpanRow) => void
  onToggle: (id: string) => void
}

function SpanTreeRow({ row, extent, open, chosen, onChoose, onToggle }: SpanTreeRowProps) {
  const { span, depth, children, errorsBelow } = row
  const failed = span.status === "error"
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={chosen}
      aria-expanded={children > 0 ? open : undefined}
      style={{ height: ROW_PX }}
      className={cx("grid grid-cols-[minmax(0,3fr)_minmax(80px,2fr)]", chosen ? "bg-accent-soft" : "hover:bg-hover")}
    >
      <div className="flex min-w-0 items-center" style={{ paddingLeft: 6 + Math.min(depth, DEEPEST) * INDENT_PX }}>
        <button
          type="button"
          aria-label={open ? `Close ${span.name}` : `Open ${span.name}`}
          onClick={() => onToggle(span.span_id)}
          className={cx("flex size-5 shrink-0 items-center justify-center text-ink-3", children === 0 && "invisible")}
        >
          <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        </button>
        <button
          type="button"
          onClick={() => onChoose(span)}
          className="-outline-offset-2 flex h-full min-w-0 flex-1 items-center gap-1.5 text-left"
        >
          <KindChip kind={span.kind} />
          <span className={cx("truncate", failed && "text-danger")}>{span.name}</span>
          {!open && <span className="num text-ink-3 text-xs">{children}</span>}
          {(failed || (!open && errorsBelow > 0)) && <Icon name="alert" size={12} className="shrink-0 text-danger" />}
        </button>
      </div>
      <Bar span={span} extent={extent} />
    </div>
  )
}

function Bar({ span, extent }: { span: SpanRow; extent: { start: number; duration: number } }) {
  const whole = extent.duration || 1
  const width = Math.max((100 * span.duration_ms) / whole, LEAST_PERCENT)
  const left = Math.min((100 * (span.start - extent.start)) / whole, 100 - LEAST_PERCENT)
  // The duration stands where there is room for it: behind the bar, or before one that ends at the edge.
  const place = left + width > 75 ? { right: `${100 - left}%` } : { left: `${left + width}%` }
  const inside = left + width > 75 && left < 25
  return (
    <div className="relative mr-2 flex items-center">
      <span
        aria-hidden="true"
        className={cx("absolute h-2 rounded-sm", span.status === "error" ? "bg-danger" : "bg-accent")}
        style={{ left: `${left}%`, width: `${width}%`, opacity: 0.55 }}
      />
      <span className="num absolute whitespace-nowrap px-1 text-ink-2 text-xs" style={inside ? { right: 0 } : place}>
        {formatDuration(span.duration_ms / 1000)}
      </span>
    </div>
  )
}
