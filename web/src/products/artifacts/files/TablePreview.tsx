import { useQuery } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { decodeError, type Json } from "@/api"
import { artifactsApi, type VersionPath } from "@/api/artifacts"
import { columnDigits, formatExact, formatNumber, plural } from "@/lib/format"
import { leafText } from "@/lib/jsonTree"
import { parseLooseJson } from "@/lib/looseJson"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"

interface LoggedTable {
  columns: string[]
  rows: Json[][]
}

/** A logged table; media in its cells lie in the same version. */
export function TablePreview({ at, url }: { at: VersionPath; url: string }) {
  const table = useQuery({
    queryKey: ["artifact-table", url],
    queryFn: ({ signal }) => fetchTable(url, signal),
    staleTime: 300_000,
  })
  if (table.error) return <ErrorState error={table.error} onRetry={() => void table.refetch()} />
  if (!table.data) return <SkeletonRows className="p-4" />
  return <TableBody table={table.data} at={at} />
}

async function fetchTable(url: string, signal: AbortSignal): Promise<LoggedTable> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw await decodeError(response)
  const { columns, data } = parseLooseJson(await response.text()) as { columns?: unknown; data?: unknown }
  if (!Array.isArray(columns) || !Array.isArray(data))
    throw new Error("The file is not a logged table: it has no columns and rows.")
  return { columns: columns.map(String), rows: data as Json[][] }
}

const PICTURE_ROW_PX = 64

function TableBody({ table, at }: { table: LoggedTable; at: VersionPath }) {
  const [sort, setSort] = useState<TableSort | null>(null)
  const rows = useMemo(() => sortRows(table.rows, sort), [table, sort])
  const columns = useMemo(() => table.columns.map((label, place) => columnOf(table, label, place, at)), [table, at])
  const pictures = table.rows.slice(0, 20).some((row) => row.some((cell) => mediaPath(cell) !== null))
  return (
    <div className="flex h-full flex-col">
      <DataTable
        label="Logged table"
        columns={columns}
        rows={rows}
        rowPx={pictures ? PICTURE_ROW_PX : undefined}
        sort={sort}
        onSort={setSort}
        className="min-h-0 flex-1 text-sm"
      />
      <p className="num border-line border-t bg-surface px-3 py-1 text-ink-3 text-sm">
        {plural(table.rows.length, "row")} · {plural(table.columns.length, "column")}
      </p>
    </div>
  )
}

function sortRows(rows: Json[][], sort: TableSort | null): Json[][] {
  if (!sort) return rows
  const place = Number(sort.columnId)
  const sorted = [...rows].sort((one, other) => compare(one[place], other[place]))
  return sort.descending ? sorted.reverse() : sorted
}

function compare(one: Json | undefined, other: Json | undefined): number {
  if (typeof one === "number" && typeof other === "number") return one - other
  return leafText(one ?? "").localeCompare(leafText(other ?? ""), "en", { numeric: true })
}

function columnOf(table: LoggedTable, label: string, place: number, at: VersionPath): TableColumn<Json[]> {
  const sample = table.rows.slice(0, 500).map((row) => row[place])
  const numbers = sample.filter((cell): cell is number => typeof cell === "number")
  const numeric =
    numbers.length > 0 && sample.every((cell) => cell === null || typeof cell === "number" || cell === "NaN")
  const digits = columnDigits(numbers)
  return {
    columnId: String(place),
    label,
    numeric,
    widthPx: numeric ? 96 : 150,
    render: (row) => <Cell value={row[place]} digits={numeric ? digits : null} at={at} />,
  }
}

function Cell({ value, digits, at }: { value: Json | undefined; digits: number | null; at: VersionPath }) {
  if (value === null || value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value === "number") {
    const aligned =
      digits !== null && Math.abs(value) < 1e7 ? value.toFixed(digits).replace("-", "−") : formatNumber(value)
    return <span title={formatExact(value)}>{aligned}</span>
  }
  const path = mediaPath(value)
  if (path && /\.(png|jpe?g|gif|webp|bmp|avif)$/i.test(path))
    return (
      <img
        src={artifactsApi.fileUrl(at, path)}
        alt={path}
        loading="lazy"
        className="h-14 object-contain [image-rendering:pixelated]"
      />
    )
  if (path)
    return (
      <a href={artifactsApi.fileUrl(at, path)} className="text-accent hover:underline">
        {path}
      </a>
    )
  const text = leafText(value)
  return <span title={text}>{text}</span>
}

/** Where a logged medium's file is, inside the version. */
function mediaPath(cell: Json | undefined): string | null {
  if (typeof cell !== "object" || cell === null || Array.isArray(cell)) return null
  return typeof cell._type === "string" && typeof cell.path === "string" ? cell.path : null
}
