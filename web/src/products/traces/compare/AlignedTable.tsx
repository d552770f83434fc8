import { useRef } from "react"
import { cx } from "@/lib/classNames"
import { formatDuration } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { useRowWindow } from "@/ui/useRowWindow"
import { KindChip } from "../KindChip"
import type { TreeSpan } from "../tree"
import { type AlignedRow, differences } from "./align"
import { signed } from "./CompareHeader"

interface AlignedTableProps {
  rows: readonly AlignedRow[]
  chosen: string
  onChoose: (key: string) => void
}

const ROW_PX = 28
const INDENT_PX = 14
const DEEPEST = 24
const GRID =
  "grid w-full grid-cols-[minmax(0,1fr)_84px] items-center gap-x-2 px-3 text-left xl:grid-cols-[minmax(0,1fr)_72px_72px_84px]"

/** Both trees in one: what is in both, what only one has, and how long each took. */
export function AlignedTable({ rows, chosen, onChoose }: AlignedTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const view = useRowWindow(scroller, rows.length, ROW_PX)
  return (
    <div className="flex h-full flex-col bg-surface">
      <div aria-hidden="true" className={`${GRID} h-7 shrink-0 border-line border-b text-ink-3 text-xs`}>
        <span>Span</span>
        <span className="hidden text-right xl:block">First</span>
        <span className="hidden text-right xl:block">Second</span>
        <span className="text-right">Difference</span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        {rows.length === 0 && <p className="py-8 text-center text-ink-3">The traces are alike.</p>}
        <div className="relative" style={{ height: view.heightPx }}>
          <ul aria-label="Spans of both" className="absolute inset-x-0" style={{ top: view.topPx }}>
            {rows.slice(view.first, view.end).map((row) => (
              <PairRow key={row.key} row={row} chosen={row.key === chosen} onChoose={() => onChoose(row.key)} />
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

function PairRow({ row, chosen, onChoose }: { row: AlignedRow; chosen: boolean; onChoose: () => void }) {
  const { one, other, depth } = row
  const { span } = (one ?? other) as TreeSpan
  const found = differences(row)
  const both = one && other
  return (
    <li style={{ height: ROW_PX }}>
      <button
        type="button"
        aria-current={chosen}
        onClick={onChoose}
        className={cx(GRID, "-outline-offset-2 h-full", chosen ? "bg-accent-soft" : "hover:bg-hover")}
      >
        <span
          className="flex min-w-0 items-center gap-1.5"
          style={{ paddingLeft: Math.min(depth, DEEPEST) * INDENT_PX }}
        >
          <KindChip kind={span.kind} />
          <span className={cx("truncate", !both && "text-ink-2 italic")}>{span.name}</span>
          {found.map((name) => (
            <Badge key={name} tone={name === "outcome" ? "danger" : both ? "warn" : "neutral"} className="shrink-0">
              {name}
            </Badge>
          ))}
        </span>
        <Took row={one} />
        <Took row={other} />
        <span className="num text-right text-ink-2 text-xs">
          {both ? signed(other.span.duration_ms - one.span.duration_ms) : ""}
        </span>
      </button>
    </li>
  )
}

function Took({ row }: { row: TreeSpan | null }) {
  const failed = row?.span.status === "error"
  return (
    <span className={cx("num hidden text-right text-xs xl:block", failed ? "text-danger" : "text-ink-2")}>
      {row ? formatDuration(row.span.duration_ms / 1000) : "–"}
    </span>
  )
}
