import { Link } from "@tanstack/react-router"
import type { KeyboardEvent } from "react"
import type { SpanRow } from "@/api/traces"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { KindChip } from "../KindChip"
import type { SpanColumn } from "./columns"
import { keyOf } from "./tail"

export const ROW_PX = 44
/** The name, then what a small screen has room for, or all columns. */
export const GRID = "grid items-center gap-x-4 pr-4 pl-9 grid-cols-[var(--narrow-tracks)] xl:grid-cols-[var(--tracks)]"

interface SpanLineProps {
  entity: string
  project: string
  span: SpanRow
  columns: readonly SpanColumn[]
  /** Those of them that small screens show. */
  narrow: readonly SpanColumn[]
  selected: boolean
  onSelect: () => void
  peeked: boolean
  onPeek: () => void
}

/** One trace or span of the list. */
export function SpanLine({
  entity,
  project,
  span,
  columns,
  narrow,
  selected,
  onSelect,
  peeked,
  onPeek,
}: SpanLineProps) {
  const press = (event: KeyboardEvent) => {
    if (event.key !== " ") return
    event.preventDefault()
    onPeek()
  }
  return (
    <li
      data-span={keyOf(span)}
      aria-current={peeked || undefined}
      className={cx("relative border-line border-b", selected ? "bg-accent-soft" : peeked && "bg-hover")}
      style={{ height: ROW_PX }}
    >
      <input
        type="checkbox"
        aria-label={`Select ${span.name}`}
        checked={selected}
        onChange={onSelect}
        className="absolute top-3.5 left-3 z-10 accent-accent"
      />
      <Link
        data-item
        to="/$entity/$project/traces/$trace"
        params={{ entity, project, trace: span.trace_id }}
        onKeyDown={press}
        search={(span.is_root ? {} : { span: span.span_id }) as never}
        className={`${GRID} -outline-offset-2 h-full hover:bg-hover`}
      >
        <span className="flex min-w-0 items-center gap-2">
          <KindChip kind={span.kind} />
          <span className="min-w-0">
            <span className="block truncate font-medium">{span.name}</span>
            <span className="block truncate text-ink-3 text-sm max-xl:hidden">
              <Failures span={span} />
              {subtitle(span)}
            </span>
            <span dir="auto" className="block truncate text-ink-3 text-sm xl:hidden">
              <Failures span={span} />
              {span.input_preview || subtitle(span)}
            </span>
          </span>
        </span>
        {columns.map((column) => (
          <span
            key={column.id}
            className={cx("min-w-0 text-sm", column.right && "text-right", !narrow.includes(column) && "max-xl:hidden")}
          >
            {column.cell(span)}
          </span>
        ))}
      </Link>
    </li>
  )
}

function subtitle(span: SpanRow): string {
  // A root that is a request of its own: lists of roots have no column for it, unless somebody wants one.
  const model = span.trace && !span.name.includes(span.model) && span.model
  // What is under way has more spans than those that have ended.
  const count = span.trace && !span.is_open && plural(span.trace.spans, "span")
  const parts = [count, model, span.service, span.session_id]
  return parts.filter(Boolean).join(" · ")
}

function Failures({ span }: { span: SpanRow }) {
  const errors = span.trace?.errors ?? (span.status === "error" ? 1 : 0)
  if (errors === 0) return null
  return (
    <>
      <span className="font-medium text-danger">{plural(errors, "error")}</span> ·{" "}
    </>
  )
}
