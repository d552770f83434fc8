import { useMemo, useState } from "react"
import type { SqlAnswer } from "@/api/sql"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { cellText, cellTitle, isNumeric, isTime, sortedRows } from "./cells"

/** The rows as they came, or in the order of a column. */
export function ResultTable({ answer }: { answer: SqlAnswer }) {
  const [sort, setSort] = useState<TableSort | null>(null)
  const columns = useMemo(() => columnsOf(answer), [answer])
  const order = useMemo(() => {
    const at = sort ? Number(sort.columnId) : -1
    if (!sort || !(at in answer.columns)) return answer.rows.map((_, row) => row)
    return sortedRows(answer.rows, at, answer.columns[at].type, sort.descending)
  }, [answer, sort])
  return (
    <DataTable label="Answer" columns={columns} rows={order} sort={sort} onSort={setSort} className="h-full min-h-0" />
  )
}

function columnsOf({ columns, rows }: SqlAnswer): TableColumn<number>[] {
  return columns.map(({ name, type }, at) => ({
    columnId: String(at),
    label: name,
    widthPx: isNumeric(type) ? 110 : isTime(type) ? 190 : 160,
    numeric: isNumeric(type),
    render: (row) => {
      const value = rows[row][at]
      if (value === null) return <span className="text-ink-3 text-xs">NULL</span>
      return <span title={cellTitle(value)}>{cellText(value, type)}</span>
    },
  }))
}
