import { useVirtualizer } from "@tanstack/react-virtual"
import { useEffect, useMemo, useRef } from "react"
import type { RunRow, RunSort } from "@/api"
import { setHoveredRun, useHoveredRun } from "@/charts/hover"
import { cx } from "@/lib/classNames"
import { Icon } from "@/ui/Icon"
import { useRowHeight } from "@/ui/theme"
import { Cell, digitsOf } from "./cells"
import { fieldName } from "./state"

export interface RunsTableProps {
  runs: RunRow[]
  total: number
  columns: string[]
  sort: RunSort[]
  colours: ReadonlyMap<string, string>
  isShown: (runId: string) => boolean
  selected: ReadonlySet<string>
  focused: string | null
  onSort: (field: string, add: boolean) => void
  onToggleShown: (runId: string) => void
  onToggleSelected: (runId: string) => void
  onFocus: (runId: string) => void
  onPeek: (runId: string) => void
  onOpen: (runId: string) => void
  onEnd: () => void
}

const NAME_WIDTH = 218
const WIDTHS: Record<string, number> = { state: 104, created_at: 92, duration_s: 92, tags: 150, notes: 200 }
const widthOf = (column: string) => WIDTHS[column] ?? 116
const HEADINGS: Record<string, string> = {
  created_at: "Created",
  duration_s: "Duration",
  state: "State",
  tags: "Tags",
  user: "User",
}

/** Runs as rows: only those on the screen exist. */
export function RunsTable(props: RunsTableProps) {
  const { runs, columns, onEnd } = props
  const frame = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight()
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => runs[index].run_id,
  })
  const items = rows.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (runs.length > 0 && lastShown > runs.length - 30) onEnd()
  }, [lastShown, runs.length, onEnd])
  const digits = useMemo(() => digitsOf(runs, columns), [runs, columns])
  const at = props.focused === null ? -1 : runs.findIndex((run) => run.run_id === props.focused)
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" })
  }, [at, rows])
  const width = NAME_WIDTH + 34 + columns.reduce((sum, column) => sum + widthOf(column), 0)
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, so they cannot be a table's
    <div ref={frame} role="grid" aria-label="Runs" aria-rowcount={props.total} className="h-full overflow-auto">
      <div style={{ width, minWidth: "100%" }}>
        <HeaderRow {...props} />
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => (
            <TableRow
              key={item.key}
              {...props}
              run={runs[item.index]}
              digits={digits}
              top={item.start}
              height={rowHeight}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

function HeaderRow({ columns, sort, onSort }: RunsTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of the grid above
    <div
      role="row"
      tabIndex={-1}
      className="sticky top-0 z-10 flex h-8 items-center border-line border-b bg-surface font-medium text-ink-2 text-sm"
    >
      <span className="sticky left-0 z-10 flex h-full items-center bg-surface pl-8" style={{ width: NAME_WIDTH + 34 }}>
        <SortButton field="display_name" label="Name" sort={sort} onSort={onSort} />
      </span>
      {columns.map((column) => (
        <span key={column} className="flex h-full min-w-0 items-center px-2" style={{ width: widthOf(column) }}>
          <SortButton field={column} label={HEADINGS[column] ?? fieldName(column)} sort={sort} onSort={onSort} />
        </span>
      ))}
    </div>
  )
}

interface SortButtonProps extends Pick<RunsTableProps, "sort" | "onSort"> {
  field: string
  label: string
}

function SortButton({ field, label, sort, onSort }: SortButtonProps) {
  const at = sort.findIndex((key) => key.field === field)
  return (
    <button
      type="button"
      title={`${field}: sort (Shift adds a key)`}
      onClick={(event) => onSort(field, event.shiftKey)}
      className="inline-flex min-w-0 items-center gap-1 hover:text-ink"
    >
      <span className="truncate">{label}</span>
      {at >= 0 && (
        <Icon name={sort[at].descending ? "chevronDown" : "chevronUp"} size={11} className="shrink-0 text-accent" />
      )}
      {at >= 0 && sort.length > 1 && <span className="num text-accent text-xs">{at + 1}</span>}
    </button>
  )
}

interface TableRowProps extends RunsTableProps {
  run: RunRow
  digits: Map<string, number>
  top: number
  height: number
}

function TableRow({ run, columns, digits, top, height, ...props }: TableRowProps) {
  const hovered = useHoveredRun() === run.run_id
  const shown = props.isShown(run.run_id)
  const selected = props.selected.has(run.run_id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of the grid above
    // biome-ignore lint/a11y/useFocusableInteractive: keys act on the focused run through the page's commands
    // biome-ignore lint/a11y/useKeyWithClickEvents: Space peeks
    <div
      role="row"
      aria-selected={selected}
      onMouseEnter={() => setHoveredRun(run.run_id)}
      onMouseLeave={() => setHoveredRun(null)}
      onClick={() => props.onFocus(run.run_id)}
      onDoubleClick={() => props.onPeek(run.run_id)}
      className={cx(
        "group absolute flex w-full items-center border-line/60 border-b",
        selected ? "bg-accent-soft" : hovered ? "bg-hover" : "bg-surface",
        props.focused === run.run_id && "outline-1 outline-accent -outline-offset-1",
      )}
      style={{ top, height }}
    >
      <span
        className={cx(
          "sticky left-0 z-[1] flex h-full items-center gap-1.5 pl-1.5",
          selected ? "bg-accent-soft" : "bg-surface",
        )}
        style={{ width: NAME_WIDTH + 34 }}
      >
        <input
          type="checkbox"
          aria-label={`Select ${run.display_name}`}
          checked={selected}
          onChange={() => props.onToggleSelected(run.run_id)}
          className={cx(
            "size-3.5 accent-accent",
            !selected && "opacity-0 focus-visible:opacity-100 group-hover:opacity-100",
          )}
        />
        <button
          type="button"
          aria-label={shown ? `Hide ${run.display_name} in charts` : `Show ${run.display_name} in charts`}
          aria-pressed={shown}
          onClick={() => props.onToggleShown(run.run_id)}
          className="inline-flex size-5 items-center justify-center rounded text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Icon name={shown ? "eye" : "eyeOff"} size={13} className={shown ? "text-ink-2" : "opacity-50"} />
        </button>
        <span
          className="size-2.5 shrink-0 rounded-full"
          style={{ background: props.colours.get(run.run_id), opacity: shown ? 1 : 0.35 }}
        />
        <a
          href={`#${run.run_id}`}
          onClick={(event) => {
            event.preventDefault()
            props.onOpen(run.run_id)
          }}
          className="min-w-0 truncate hover:underline"
          title={`${run.display_name} (${run.run_id})`}
        >
          {run.display_name}
        </a>
      </span>
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: a cell of the grid above
        <span
          key={column}
          role="gridcell"
          tabIndex={-1}
          className="flex min-w-0 items-center overflow-hidden whitespace-nowrap px-2"
          style={{ width: widthOf(column) }}
        >
          <Cell run={run} column={column} digits={digits.get(column)} />
        </span>
      ))}
    </div>
  )
}
