import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react"
import type { RunRow, RunSort } from "@/api"
import type { RunStyle } from "@/lib/colours"
import { useRowHeight } from "@/ui/theme"
import { useRowWindow } from "@/ui/useRowWindow"
import { describeColumns } from "./columns"
import { HEADER_PX, TableHeader } from "./TableHeader"
import { type RowActions, rowElementId, TableRow } from "./TableRow"

export interface RunsTableProps {
  runs: RunRow[]
  total: number
  columns: string[]
  sort: RunSort[]
  styles: ReadonlyMap<string, RunStyle>
  shown: ReadonlySet<string>
  selected: ReadonlySet<string>
  focused: string | null
  baseline: RunRow | null
  waiting: boolean
  actions: RowActions
  onSort: (field: string, add: boolean) => void
  onSelectAll: (all: boolean) => void
  /** The next row becomes the active one, or the one before. */
  onMove: (step: number) => void
  /** Called near the end of the loaded rows. */
  onEnd: () => void
  frame: RefObject<HTMLDivElement | null>
}

const NAME_PX = 212
const ROWS_AHEAD = 30

/** Runs as rows: only those on the screen exist. */
export function RunsTable(props: RunsTableProps) {
  const { runs, columns: paths, sort, baseline, frame, onEnd, actions, focused } = props
  const rowPx = useRowHeight()
  const view = useRowWindow(frame, runs.length, rowPx)
  useEffect(() => {
    if (runs.length > 0 && view.end > runs.length - ROWS_AHEAD) onEnd()
  }, [view.end, runs.length, onEnd])
  useKeptPlace(frame, runs, rowPx, JSON.stringify(sort))
  useFocusInView(frame, runs, focused, rowPx)
  const comparing = baseline !== null
  const columns = useMemo(() => describeColumns(runs, paths, comparing), [runs, paths, comparing])
  const template = `minmax(${NAME_PX}px, 2fr) ${columns.map(({ widthPx }) => `minmax(${widthPx}px, 1fr)`).join(" ")}`
  const widthPx = columns.reduce((sum, column) => sum + column.widthPx, NAME_PX)
  const act = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    if (event.key === "ArrowDown") props.onMove(1)
    else if (event.key === "ArrowUp") props.onMove(-1)
    else if (event.key === "Enter" && focused) actions.open(focused)
    else if (event.key === " " && focused) actions.peek(focused)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of view are not in the document, which a <table> cannot say
    <div
      ref={frame}
      role="grid"
      tabIndex={0}
      aria-label="Runs"
      aria-multiselectable="true"
      aria-rowcount={props.total + 1}
      aria-activedescendant={focused ? rowElementId(focused) : undefined}
      onKeyDown={act}
      className="h-full overflow-auto outline-none [overflow-anchor:none]"
    >
      <div style={{ minWidth: widthPx }}>
        <TableHeader
          columns={columns}
          template={template}
          sort={sort}
          onSort={props.onSort}
          selection={props.selected.size === 0 ? "none" : props.selected.size < runs.length ? "some" : "all"}
          onSelectAll={props.onSelectAll}
        />
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {runs.slice(view.first, view.end).map((run, offset) => (
              <TableRow
                key={run.run_id}
                run={run}
                rowIndex={view.first + offset}
                columns={columns}
                template={template}
                heightPx={rowPx}
                style={props.styles.get(run.run_id)}
                shown={props.shown.has(run.run_id)}
                selected={props.selected.has(run.run_id)}
                focused={focused === run.run_id}
                baseline={baseline}
                waiting={props.waiting}
                actions={actions}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

/** Rows that come or go above the view do not move what is being read. Another order starts at the top. */
function useKeptPlace(frame: RefObject<HTMLElement | null>, runs: RunRow[], rowPx: number, order: string): void {
  const kept = useRef<{ runId: string; at: number } | null>(null)
  const latest = useRef(runs)
  useLayoutEffect(() => {
    latest.current = runs
    const element = frame.current
    if (!element || !kept.current || element.scrollTop === 0) return
    const { runId, at } = kept.current
    const now = runs.findIndex((run) => run.run_id === runId)
    if (now >= 0 && now !== at) element.scrollTop += (now - at) * rowPx
  }, [frame, runs, rowPx])
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const remember = () => {
      const at = Math.floor(element.scrollTop / rowPx)
      const run = latest.current[at]
      kept.current = run ? { runId: run.run_id, at } : null
    }
    element.addEventListener("scroll", remember, { passive: true })
    return () => element.removeEventListener("scroll", remember)
  }, [frame, rowPx])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the order changes
  useEffect(() => {
    kept.current = null
    frame.current?.scrollTo({ top: 0 })
  }, [frame, order])
}

function useFocusInView(
  frame: RefObject<HTMLElement | null>,
  runs: RunRow[],
  focused: string | null,
  rowPx: number,
): void {
  const latest = useRef(runs)
  latest.current = runs
  useEffect(() => {
    const element = frame.current
    const at = focused ? latest.current.findIndex((run) => run.run_id === focused) : -1
    if (!element || at < 0) return
    const top = at * rowPx
    const bottom = top + rowPx - (element.clientHeight - HEADER_PX)
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop) element.scrollTop = bottom
  }, [frame, focused, rowPx])
}
