import type { ReactNode } from "react"
import type { Json } from "@/api"
import { cx } from "@/lib/classNames"
import { formatDelta, formatExact, formatNumber } from "@/lib/format"
import { canonicalText, leafText, typeHint } from "@/lib/jsonTree"
import type { CompareRow } from "./compareRows"

interface CompareTableProps {
  rows: readonly CompareRow[]
  /** The column that the others are compared with. */
  base: number
  /** What stands above each column. */
  heads: readonly ReactNode[]
}

/** Leaves as rows, runs as columns; numbers with their distance to the baseline. */
export function CompareTable({ rows, base, heads }: CompareTableProps) {
  return (
    <>
      <table className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <td className="sticky top-0 left-0 z-20 border-line border-r border-b bg-surface" />
            {heads.map((head, at) => (
              <th
                key={at}
                scope="col"
                className="sticky top-0 z-10 min-w-36 max-w-72 border-line border-b bg-surface px-2 py-1 text-left font-normal"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.part} ${row.path}`} row={row} base={base} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="p-4 text-ink-3">Nothing to show.</p>}
    </>
  )
}

function Row({ row, base }: { row: CompareRow; base: number }) {
  return (
    <tr className="[&>*]:border-line [&>*]:border-b hover:[&>td]:bg-hover">
      <th
        scope="row"
        title={`${row.part}.${row.path}`}
        className={cx(
          "sticky left-0 max-w-64 truncate border-r bg-surface px-3 py-1 text-left font-normal",
          !row.differs && "text-ink-3",
        )}
      >
        {row.path}
        <span className="pl-2 text-ink-3 text-xs">{row.part}</span>
      </th>
      {row.values.map((value, at) => (
        <td key={at} className={cx("max-w-72 truncate px-2 py-1", !row.differs && "text-ink-3")}>
          <Value value={value} base={at === base ? undefined : row.values[base]} />
        </td>
      ))}
    </tr>
  )
}

function Value({ value, base }: { value: Json | undefined; base: Json | undefined }) {
  if (value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value !== "number") {
    const text = leafText(value)
    const other = base !== undefined && canonicalText(base) !== canonicalText(value)
    return (
      <span title={text} className={cx(other && "rounded bg-accent-soft px-1 text-ink")}>
        {typeHint(value) ?? (text || "empty")}
      </span>
    )
  }
  const delta = typeof base === "number" ? value - base : 0
  return (
    <span className="num" title={formatExact(value)}>
      {formatNumber(value, 6)}
      {delta !== 0 && Number.isFinite(delta) && (
        <span className="pl-2 text-ink-3 text-xs" title={formatExact(delta)}>
          {formatDelta(delta)}
        </span>
      )}
    </span>
  )
}
