import { useEffect, useRef } from "react"
import type { SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { formatCount, formatDuration, formatNumber } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { useRowWindow } from "@/ui/useRowWindow"
import { dollars } from "./amounts"
import { KindChip } from "./KindChip"
import type { TreeSpan } from "./tree"

interface SpanTreeProps {
  rows: readonly TreeSpan[]
  extent: { start: number; duration: number }
  closed: ReadonlySet<string>
  /** What a search found; null without one. */
  found: ReadonlySet<string> | null
  chosen: string
  onChoose: (span: SpanRow) => void
  onToggle: (id: string) => void
  /** Time gets most of the width, in place of what was spent. */
  asTimeline: boolean
}

const ROW_PX = 28
const TREE = "grid grid-cols-[minmax(0,3fr)_88px_minmax(80px,2fr)]"
const TIMELINE = "grid grid-cols-[minmax(160px,2fr)_minmax(0,3fr)]"
const TICKS = [0, 0.25, 0.5, 0.75]
const INDENT_PX = 14
const DEEPEST = 24
const LEAST_PERCENT = 0.4

/** The spans of a trace in their order, each with a bar for when it ran. */
export function SpanTree({ rows, extent, closed, found, chosen, onChoose, onToggle, asTimeline }: SpanTreeProps) {
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
      <Heading asTimeline={asTimeline} duration={extent.duration} />
      <div className="relative" style={{ height: view.heightPx }}>
        <div role="tree" aria-label="Spans" className="absolute inset-x-0" style={{ top: view.topPx }}>
          {rows.slice(first, end).map((row) => (
            <SpanTreeRow
              key={row.span.span_id}
              row={row}
              extent={extent}
              open={!closed.has(row.span.span_id)}
              chosen={row.span.span_id === chosen}
              faded={found !== null && !found.has(row.span.span_id)}
              onChoose={onChoose}
              onToggle={onToggle}
              asTimeline={asTimeline}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

/** What the columns are; over a timeline the time since its beginning. */
function Heading({ asTimeline, duration }: { asTimeline: boolean; duration: number }) {
  const place = "sticky top-0 z-10 h-6 items-center border-line border-b bg-surface text-ink-3 text-xs"
  if (!asTimeline) {
    return (
      <div aria-hidden="true" className={`${TREE} ${place}`}>
        <span className="pl-3">Span</span>
        <span className="pr-2 text-right">Tokens, cost</span>
        <span>Time</span>
      </div>
    )
  }
  return (
    <div aria-hidden="true" className={`${TIMELINE} ${place}`}>
      <span className="pl-3">Span</span>
      <span className="relative mr-2 h-full">
        {TICKS.map((share) => (
          <span
            key={share}
            className="num absolute inset-y-0 flex items-center border-line border-l pl-1"
            style={{ left: `${100 * share}%` }}
          >
            {formatDuration((share * duration) / 1000)}
          </span>
        ))}
      </span>
    </div>
  )
}

interface SpanTreeRowProps {
  row: TreeSpan
  extent: { start: number; duration: number }
  open: boolean
  chosen: boolean
  faded: boolean
  onChoose: (span: SpanRow) => void
  onToggle: (id: string) => void
  asTimeline: boolean
}

function SpanTreeRow({ row, extent, open, chosen, faded, onChoose, onToggle, asTimeline }: SpanTreeRowProps) {
  const { span, depth, children, errorsBelow, spent } = row
  const failed = span.status === "error"
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={chosen}
      aria-expanded={children > 0 ? open : undefined}
      style={{ height: ROW_PX }}
      className={cx(
        asTimeline ? TIMELINE : TREE,
        chosen ? "bg-accent-soft" : "hover:bg-hover",
        faded && !chosen && "opacity-40",
      )}
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
      {!asTimeline && (
        <span className="num flex items-center justify-end gap-2 overflow-hidden whitespace-nowrap pr-2 text-ink-3 text-xs">
          {spent.input + spent.output > 0 && (
            <span title={`${spent.input.toLocaleString()} tokens in, ${spent.output.toLocaleString()} out`}>
              {formatCount(spent.input + spent.output)}
            </span>
          )}
          {spent.cost > 0 && <span title={`$${formatNumber(spent.cost, 6)}`}>{dollars(spent.cost)}</span>}
        </span>
      )}
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
      <span
        className={cx("num absolute whitespace-nowrap px-1 text-xs", inside ? "text-ink" : "text-ink-2")}
        style={inside ? { right: 0 } : place}
      >
        {formatDuration(span.duration_ms / 1000)}
      </span>
    </div>
  )
}
