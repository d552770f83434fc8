import type { RunSort } from "@/api"
import { cx } from "@/lib/classNames"
import { Icon } from "@/ui/Icon"
import { type Column, headingOf, originOf } from "./columns"

interface TableHeaderProps {
  columns: Column[]
  template: string
  sort: RunSort[]
  onSort: (field: string, add: boolean) => void
  /** Of the loaded rows. */
  selection: "none" | "some" | "all"
  onSelectAll: (all: boolean) => void
}

export const HEADER_PX = 32

export function TableHeader({ columns, template, sort, onSort, selection, onSelectAll }: TableHeaderProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of the grid around it
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={1}
      style={{ gridTemplateColumns: template, height: HEADER_PX }}
      className="sticky top-0 z-10 grid border-line border-b bg-surface text-ink-2 text-sm"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        role="columnheader"
        tabIndex={-1}
        aria-sort={direction(sort, "display_name")}
        className="sticky left-0 z-10 flex items-center gap-2 border-line border-r bg-surface pl-2"
      >
        <input
          type="checkbox"
          aria-label="Select all loaded runs"
          checked={selection === "all"}
          ref={(box) => {
            if (box) box.indeterminate = selection === "some"
          }}
          onChange={(event) => onSelectAll(event.target.checked)}
          className={cx("size-3.5 accent-accent", selection === "none" && "opacity-40 hover:opacity-100")}
        />
        <SortButton field="display_name" label="Name" sort={sort} onSort={onSort} />
      </div>
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={column.path}
          role="columnheader"
          tabIndex={-1}
          aria-sort={direction(sort, column.path)}
          className={cx("flex min-w-0 items-center px-2", column.format && "justify-end")}
        >
          <SortButton field={column.path} label={headingOf(column.path)} sort={sort} onSort={onSort} />
        </div>
      ))}
    </div>
  )
}

function direction(sort: RunSort[], field: string): "none" | "ascending" | "descending" {
  const key = sort.find((one) => one.field === field)
  return key ? (key.descending ? "descending" : "ascending") : "none"
}

interface SortButtonProps {
  field: string
  label: string
  sort: RunSort[]
  onSort: (field: string, add: boolean) => void
}

function SortButton({ field, label, sort, onSort }: SortButtonProps) {
  const at = sort.findIndex((key) => key.field === field)
  const origin = originOf(field)
  return (
    <button
      type="button"
      title={`${label} (${origin}). Click sorts, Shift and click adds a key.`}
      onClick={(event) => onSort(field, event.shiftKey)}
      className={cx("inline-flex min-w-0 items-center gap-1 hover:text-ink", at >= 0 && "text-ink")}
    >
      <span className="truncate">{label}</span>
      {at >= 0 && (
        <Icon name={sort[at].descending ? "chevronDown" : "chevronUp"} size={11} className="shrink-0 text-accent" />
      )}
      {at >= 0 && sort.length > 1 && <span className="num text-accent text-xs">{at + 1}</span>}
    </button>
  )
}
