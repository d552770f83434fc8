import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { type DataRow, type ObjectPath, objectsApi } from "@/api/objects"
import { Button } from "@/ui/Button"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { cellText, columnsOf } from "./contents"

interface RowsTabProps {
  at: ObjectPath
  table: string
  total: number
}

const PAGE = 200

/** The rows of a data set, page by page. */
export function RowsTab({ at, table, total }: RowsTabProps) {
  const [first, setFirst] = useState(0)
  const page = useQuery({
    queryKey: ["object-rows", at.entity, at.project, table, first],
    queryFn: ({ signal }) => objectsApi.rows(at.entity, at.project, table, { limit: PAGE, offset: first }, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (page.error) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />
  if (!page.data) return <SkeletonRows className="p-4" />
  const { rows } = page.data
  return (
    <>
      <DataTable label="Rows" columns={columnsFor(rows)} rows={rows} className="min-h-0 flex-1" />
      {total > PAGE && (
        <div className="flex shrink-0 items-center gap-2 border-line border-t px-4 py-1.5 text-sm">
          <span className="num flex-1 text-ink-2">
            {(first + 1).toLocaleString("en-US")}–{(first + rows.length).toLocaleString("en-US")} of{" "}
            {total.toLocaleString("en-US")} rows
          </span>
          <Button size="sm" disabled={first === 0} onClick={() => setFirst(first - PAGE)}>
            Back
          </Button>
          <Button size="sm" disabled={first + PAGE >= total} onClick={() => setFirst(first + PAGE)}>
            Next
          </Button>
        </div>
      )}
    </>
  )
}

function columnsFor(rows: readonly DataRow[]): TableColumn<DataRow>[] {
  const names = columnsOf(rows)
  const cells = names.map((name) => ({
    columnId: name,
    label: name,
    widthPx: 180,
    render: (row: DataRow) => <Cell value={(row.value as Record<string, unknown> | null)?.[name]} />,
  }))
  const whole = {
    columnId: "value",
    label: "Value",
    widthPx: 300,
    render: (row: DataRow) => <Cell value={row.value} />,
  }
  const place = { columnId: "row", label: "Row", widthPx: 60, numeric: true, render: (row: DataRow) => row.index + 1 }
  return [place, ...(cells.length > 0 ? cells : [whole])]
}

function Cell({ value }: { value: unknown }) {
  const text = cellText(value)
  return <span title={text.length > 1000 ? `${text.slice(0, 1000)}…` : text}>{text}</span>
}
