import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react"
import type { SpanOrder, SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import type { SpanColumn } from "./columns"
import { GRID, ROW_PX, SpanLine } from "./SpanLine"
import { keyOf, movedDown } from "./tail"
import type { Selected } from "./useSelected"

interface SpanTableProps {
  entity: string
  project: string
  spans: SpanRow[]
  columns: readonly SpanColumn[]
  /** Those of them that small screens show. */
  narrow: readonly SpanColumn[]
  order: SpanOrder
  onOrder: (order: SpanOrder) => void
  selected: Selected
  /** The row that is looked at beside the list. */
  peek: string | undefined
  onPeek: (peek: string) => void
  hasMore: boolean
  onMore: () => void
}

/** Spans as rows of equal height; only those in view are drawn. */
export function SpanTable(props: SpanTableProps) {
  const { spans, columns, narrow, order, onOrder, selected, peek, onPeek, hasMore, onMore, ...of } = props
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const rows = useRowWindow(scroller, spans.length, ROW_PX)
  const above = useSteadyRows(scroller, spans)
  const nearEnd = hasMore && rows.end >= spans.length - 20
  useEffect(() => {
    if (nearEnd) onMore()
  }, [nearEnd, onMore])
  useFocusList(list, "Traces")
  useRowInView(scroller, spans, peek)
  const tracks = {
    "--tracks": ["minmax(200px,1.2fr)", ...columns.map((column) => column.width)].join(" "),
    "--narrow-tracks": ["minmax(0,1fr)", ...narrow.map((column) => column.width)].join(" "),
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" style={tracks as CSSProperties}>
      <div className={`${GRID} h-8 shrink-0 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        {columns.map((column) => (
          <Heading key={column.id} column={column} narrow={narrow.includes(column)} order={order} onOrder={onOrder} />
        ))}
      </div>
      {above > 0 && rows.first > 0 && (
        <button
          type="button"
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
          className="absolute top-10 left-1/2 z-10 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-accent bg-raised px-3 text-accent text-sm shadow-pop"
        >
          <Icon name="arrowUp" size={12} />
          {plural(above, "new row")}
        </button>
      )}
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        {spans.length === 0 && <p className="py-8 text-center text-ink-3">No trace fits this search.</p>}
        <div className="relative" style={{ height: rows.heightPx }}>
          <ul ref={list} className="absolute inset-x-0" style={{ top: rows.topPx }}>
            {spans.slice(rows.first, rows.end).map((span) => (
              <SpanLine
                key={keyOf(span)}
                {...of}
                span={span}
                columns={columns}
                narrow={narrow}
                selected={selected.has(span)}
                onSelect={() => selected.toggle(span)}
                peeked={keyOf(span) === peek}
                onPeek={() => onPeek(keyOf(span))}
              />
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

/** What comes in above does not move what one reads; gives how many rows have come since one was at the top. */
function useSteadyRows(scroller: RefObject<HTMLElement | null>, spans: readonly SpanRow[]): number {
  const before = useRef<string[]>([])
  const [above, setAbove] = useState(0)
  useLayoutEffect(() => {
    const element = scroller.current
    const known = before.current
    before.current = spans.map(keyOf)
    if (!element) return
    const moved = element.scrollTop > 0 ? movedDown(known, spans, Math.floor(element.scrollTop / ROW_PX)) : 0
    if (moved > 0) element.scrollTop += moved * ROW_PX
    setAbove((count) => (element.scrollTop > 0 ? count + Math.max(moved, 0) : 0))
  }, [scroller, spans])
  useEffect(() => {
    const element = scroller.current
    const onScroll = () => element && element.scrollTop < ROW_PX && setAbove(0)
    element?.addEventListener("scroll", onScroll, { passive: true })
    return () => element?.removeEventListener("scroll", onScroll)
  }, [scroller])
  return above
}

/** The row that is looked at stays in view, also when one goes on from it. */
function useRowInView(scroller: RefObject<HTMLElement | null>, spans: readonly SpanRow[], peek: string | undefined) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come in do not bring it back
  useEffect(() => {
    const place = peek === undefined ? -1 : spans.findIndex((span) => keyOf(span) === peek)
    const element = scroller.current
    if (!element || place < 0) return
    const top = place * ROW_PX
    const highest = top + ROW_PX - element.clientHeight
    element.scrollTop = Math.min(Math.max(element.scrollTop, highest), top)
  }, [scroller, peek])
}

interface HeadingProps {
  column: SpanColumn
  narrow: boolean
  order: SpanOrder
  onOrder: (order: SpanOrder) => void
}

function Heading({ column, narrow, order, onOrder }: HeadingProps) {
  const place = cx(column.right && "text-right", !narrow && "max-xl:hidden")
  const { order: own } = column
  if (!own) return <span className={place}>{column.label}</span>
  return (
    <span className={place}>
      <button
        type="button"
        aria-pressed={own === order}
        title={own === "start" ? "Newest first" : "Most first"}
        onClick={() => onOrder(own)}
        className={cx("inline-flex items-center gap-1 hover:text-ink", own === order && "font-medium text-ink")}
      >
        {own === order && <Icon name="arrowDown" size={11} />}
        {column.label}
      </button>
    </span>
  )
}
