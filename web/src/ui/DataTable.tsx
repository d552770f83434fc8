import { type ReactNode, useRef } from "react"
import { cx } from "@/lib/classNames"
import { Icon } from "./Icon"
import { useRowHeight } from "./theme"
import { useRowWindow } from "./useRowWindow"

export interface TableColumn<Row> {
  columnId: string
  label: string
  widthPx: number
  /** Numbers stand right, in tabular figures. */
  numeric?: boolean
  render: (row: Row) => ReactNode
}

export interface TableSort {
  columnId: string
  descending: boolean
}

interface DataTableProps<Row> {
  label: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowPx?: number
  sort?: TableSort | null
  onSort?: (sort: TableSort | null) => void
  className?: string
}

/** Rows of equal height, drawn only while in view; the caller sorts. */
export function DataTable<Row>({ label, columns, rows, rowPx, sort, onSort, className }: DataTableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null)
  const normal = useRowHeight()
  const height = rowPx ?? normal
  const view = useRowWindow(scroller, rows.length, height)
  const template = columns.map((column) => `minmax(${column.widthPx}px, ${column.widthPx}fr)`).join(" ")
  const line = { gridTemplateColumns: template, height }
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of view are not in the document, which a <table> cannot say
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
      tabIndex={0}
      className={cx("overflow-auto", className)}
    >
      <div className="w-max min-w-full">
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
          className="sticky top-0 z-10 grid h-8 border-line border-b bg-surface text-ink-3 text-sm"
        >
          {columns.map((column) => (
            <HeaderCell key={column.columnId} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {rows.slice(view.first, view.end).map((row, offset) => (
              // biome-ignore lint/a11y/useSemanticElements: see above
              <div
                key={view.first + offset}
                role="row"
                tabIndex={-1}
                aria-rowindex={view.first + offset + 2}
                style={line}
                className="grid items-center border-line border-b hover:bg-hover"
              >
                {columns.map((column) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above
                  <div
                    key={column.columnId}
                    role="cell"
                    className={cx("min-w-0 truncate px-2.5", column.numeric && "num text-right")}
                  >
                    {column.render(row)}
                  </div>
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}

interface HeaderCellProps<Row> {
  column: TableColumn<Row>
  sort?: TableSort | null
  onSort?: (sort: TableSort | null) => void
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const active = sort?.columnId === column.columnId ? sort : null
  const direction = active ? (active.descending ? "descending" : "ascending") : "none"
  const next = () => {
    if (!active) onSort?.({ columnId: column.columnId, descending: false })
    else onSort?.(active.descending ? null : { columnId: column.columnId, descending: true })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div role="columnheader" tabIndex={-1} aria-sort={direction} className="min-w-0">
      <button
        type="button"
        disabled={!onSort}
        onClick={next}
        title={column.label}
        className={cx("flex h-full w-full items-center gap-1 px-2.5 hover:text-ink", column.numeric && "justify-end")}
      >
        <span className="truncate">{column.label}</span>
        {active && <Icon name={active.descending ? "chevronDown" : "chevronUp"} size={11} />}
      </button>
    </div>
  )
}
