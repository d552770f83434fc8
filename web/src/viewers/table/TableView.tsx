import { useQuery } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import type { Json } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { DataTable, type TableSort } from "@/ui/DataTable"
import { DownloadLink } from "@/ui/DownloadLink"
import { Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { Skeleton } from "@/ui/Skeleton"
import type { FileSource } from "../base/source"
import { ViewerProblem } from "../base/ViewerProblem"
import { tableColumns } from "./columns"
import { filterRows } from "./filterRows"
import { type FoundTable, loadTable } from "./loadTable"
import { compareCells } from "./readTable"

interface TableViewProps {
  /** The logged value, which may name an artifact. */
  value: Json
  url: string | null
  source: FileSource
  height: string
}

/** A logged table: sorted, filtered, with what its cells name beside it. */
export function TableView({ value, url, source, height }: TableViewProps) {
  const table = useQuery({
    queryKey: ["viewer", "table", source.entity, source.project, url, value],
    queryFn: ({ signal }) => loadTable(value, url, source, signal),
    staleTime: 300_000,
    retry: false,
  })
  if (table.error)
    return <ViewerProblem error={table.error} url={url} height={height} onRetry={() => void table.refetch()} />
  if (!table.data) return <Skeleton className={height} />
  return <TableBody found={table.data} height={height} />
}

const MEDIA_ROW_PX = 64
const ALL = "all"

function TableBody({ found, height }: { found: FoundTable; height: string }) {
  const { table } = found
  const [sort, setSort] = useState<TableSort | null>(null)
  const [filter, setFilter] = useState("")
  const [column, setColumn] = useState(ALL)
  const kept = useMemo(
    () => filterRows(table.rows, filter, column === ALL ? null : Number(column)),
    [table, filter, column],
  )
  const rows = useMemo(() => sorted(kept, sort), [kept, sort])
  const columns = useMemo(() => tableColumns(table, found.source), [table, found.source])
  const choices = [{ value: ALL, label: "All columns" }, ...table.columns.map(choiceOf(table.types))]
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", height)}>
      <div className="flex shrink-0 flex-wrap items-center gap-1.5">
        <Input
          size="sm"
          icon="filter"
          aria-label="Filter rows"
          placeholder="Filter: text, > 0.5, 1..2"
          className="w-48"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <Select label="Column to filter" size="sm" value={column} options={choices} onChange={setColumn} />
      </div>
      <DataTable
        label="Logged table"
        columns={columns}
        rows={rows}
        rowPx={table.types.some(isMediaType) ? MEDIA_ROW_PX : undefined}
        sort={sort}
        onSort={setSort}
        className="min-h-0 flex-1 rounded border border-line text-sm"
      />
      <div className="num flex h-6 shrink-0 items-center justify-between gap-2 text-ink-3 text-sm">
        <span className="truncate">
          {[countOf(rows.length, table.rows.length), plural(table.columns.length, "column"), found.note]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {found.downloadUrl && <DownloadLink href={found.downloadUrl} name="table.json" />}
      </div>
    </div>
  )
}

const choiceOf = (types: readonly string[]) => (label: string, place: number) => ({
  value: String(place),
  label: label || `column ${place + 1}`,
  hint: types[place],
})

const isMediaType = (type: string) => type.endsWith("-file")
const countOf = (shown: number, all: number) =>
  shown === all ? plural(all, "row") : `${shown.toLocaleString("en-US")} of ${plural(all, "row")}`

function sorted(rows: readonly Json[][], sort: TableSort | null): readonly Json[][] {
  if (!sort) return rows
  const place = Number(sort.columnId)
  const ordered = [...rows].sort((one, other) => compareCells(one[place], other[place]))
  return sort.descending ? ordered.reverse() : ordered
}
