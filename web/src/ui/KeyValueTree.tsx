import { type ReactNode, useMemo, useState } from "react"
import { cx } from "@/lib/classNames"
import { formatExact, formatNumber } from "@/lib/format"
import { countLeaves, leafText, type TreeRow, type TreeValue, treeRows, typeHint } from "@/lib/jsonTree"
import { copyText } from "./CopyButton"
import { Icon } from "./Icon"
import { Input } from "./Input"
import { toast } from "./toasts"

const OPEN_UP_TO = 150
const FIRST_ROWS = 400

interface KeyValueTreeProps {
  value: { [name: string]: TreeValue }
  label: string
  empty: string
  action?: ReactNode
}

/** Nested settings or results, searchable by path and by value. A click on a name copies its path, on a value the value. */
export function KeyValueTree({ value, label, empty, action }: KeyValueTreeProps) {
  const [search, setSearch] = useState("")
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [limit, setLimit] = useState(FIRST_ROWS)
  const openAll = useMemo(() => countLeaves(value) <= OPEN_UP_TO, [value])
  const rows = useMemo(
    () => treeRows(value, (path, child) => (openAll && !typeHint(child)) !== toggled.has(path), search),
    [value, openAll, toggled, search],
  )
  const toggle = (path: string) => setToggled((before) => symmetricDifference(before, path))
  return (
    <section aria-label={label} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex h-10 items-center gap-2 border-line border-b px-3">
        <h2 className="flex-1 font-semibold">{label}</h2>
        {action}
        <Input
          size="sm"
          icon="search"
          className="w-44"
          placeholder="Search"
          aria-label={`Search ${label}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </header>
      <div className="py-1">
        {rows.length === 0 && <p className="px-3 py-2 text-ink-3">{search ? `Nothing fits “${search}”.` : empty}</p>}
        {rows.slice(0, limit).map((row) => (
          <TreeLine key={row.path} row={row} onToggle={() => toggle(row.path)} />
        ))}
        {rows.length > limit && (
          <button type="button" className="px-3 py-1 text-accent" onClick={() => setLimit(rows.length)}>
            Show {rows.length - limit} more
          </button>
        )}
      </div>
    </section>
  )
}

function symmetricDifference(before: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(before)
  if (!next.delete(path)) next.add(path)
  return next
}

function TreeLine({ row, onToggle }: { row: TreeRow; onToggle: () => void }) {
  const indent = { paddingLeft: `${10 + row.depth * 16}px` }
  if (row.size !== null) {
    return (
      <button
        type="button"
        aria-expanded={row.open}
        onClick={onToggle}
        style={indent}
        className="flex min-h-6.5 w-full items-center gap-1 pr-3 text-left hover:bg-hover"
      >
        <Icon name={row.open ? "chevronDown" : "chevronRight"} size={12} className="text-ink-3" />
        <span className="text-ink-2">{row.name}</span>
        <span className="num pl-1 text-ink-3 text-xs">{typeHint(row.value) ?? row.size}</span>
      </button>
    )
  }
  const text = leafText(row.value)
  return (
    <div
      style={indent}
      className="grid min-h-6.5 grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-start gap-3 pr-3 leading-6 hover:bg-hover"
    >
      <button
        type="button"
        title={`${row.path} (click to copy)`}
        onClick={() => copy(row.path)}
        className="truncate pl-4 text-left text-ink-2 hover:text-ink"
      >
        {row.name}
      </button>
      <button
        type="button"
        title={exactText(row.value)}
        onClick={() => copy(text)}
        className={cx("num line-clamp-3 break-words text-left", leafTone(row.value))}
      >
        {typeof row.value === "number" ? formatNumber(row.value, 6) : text || "“”"}
      </button>
    </div>
  )
}

const copy = (text: string) =>
  copyText(text).then(() => toast.info(`Copied ${text.length > 40 ? "it" : `“${text}”`}.`), toast.error)

const exactText = (value: TreeValue) => (typeof value === "number" ? formatExact(value) : leafText(value))

function leafTone(value: TreeValue): string {
  if (value === null) return "text-ink-3"
  return typeof value === "string" ? "" : "font-mono text-sm leading-6"
}
