import { useCallback, useEffect, useLayoutEffect, useRef } from "react"
import { cx } from "@/lib/classNames"
import { useRowWindow } from "@/ui/useRowWindow"
import { LOG_ROW_PX, LogRow } from "./LogRow"
import type { LogStore } from "./LogStore"

interface LogViewProps {
  store: LogStore
  /** Line to show and mark, from 0. */
  chosen: number | null
  following: boolean
  showTime: boolean
  wrap: boolean
  onFollow: (following: boolean) => void
  onChoose: (index: number) => void
}

/** All lines of a console in one scrolling column; at the end it follows what comes in. */
export function LogView({ store, chosen, following, showTime, wrap, onFollow, onChoose }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRowWindow(scroller, store.total, LOG_ROW_PX)
  const { first, end, scrollToRow } = rows
  useEffect(() => store.show(first, end), [store, first, end])
  useJump(store, chosen, scrollToRow)
  useFollow(scroller, store.total, following, onFollow)
  return (
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label="Console"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
      tabIndex={0}
      className="h-full overflow-auto overscroll-contain font-mono text-[12px]"
    >
      <div className="relative min-w-full" style={{ height: rows.heightPx }}>
        <div
          className={cx("absolute left-0", wrap ? "w-full" : "w-max min-w-full whitespace-pre")}
          style={{ top: rows.topPx }}
        >
          {Array.from({ length: end - first }, (_, offset) => first + offset).map((index) => (
            <LogRow
              key={index}
              index={index}
              line={store.line(index)}
              chosen={index === chosen}
              showTime={showTime}
              wrap={wrap}
              onChoose={onChoose}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

/** Bring the line of the address into view, once for each line. */
function useJump(store: LogStore, chosen: number | null, scrollToRow: (row: number, place?: number) => void): void {
  const jumped = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (chosen === null || !store.ready || chosen >= store.total || jumped.current === chosen) return
    jumped.current = chosen
    scrollToRow(chosen, 0.4)
  })
}

const NEAR_END_PX = 2 * LOG_ROW_PX

function useFollow(
  scroller: React.RefObject<HTMLDivElement | null>,
  total: number,
  following: boolean,
  onFollow: (following: boolean) => void,
): void {
  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [scroller])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end
  useLayoutEffect(() => {
    if (following) toEnd()
  }, [following, total, toEnd])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let last = element.scrollTop
    const scroll = () => {
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX
      // New lines move the end away by themselves: only a scroll upwards is a wish to stay.
      if (atEnd) onFollow(true)
      else if (element.scrollTop < last - 1) onFollow(false)
      last = element.scrollTop
    }
    element.addEventListener("scroll", scroll, { passive: true })
    return () => element.removeEventListener("scroll", scroll)
  }, [scroller, onFollow])
}
