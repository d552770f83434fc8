import { useQuery } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { api, decodeError, type Json, type RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { columnDigits, formatExact, formatNumber, plural } from "@/lib/format"
import { leafText } from "@/lib/jsonTree"
import { parseLooseJson } from "@/lib/looseJson"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { DownloadLink } from "@/ui/DownloadLink"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { mediaItems } from "./mediaItems"
import { compareCells, type LoggedTable, readTable } from "./table"

export function TableView({ url, at, height }: { url: string; at: RunPath; height: string }) {
  const table = useQuery({
    queryKey: ["table", url],
    queryFn: ({ signal }) => fetchTable(url, signal),
    staleTime: 300_000,
  })
  if (table.error) return <ErrorState error={table.error} onRetry={() => void table.refetch()} />
  if (!table.data) return <Skeleton className={height} />
  return <TableBody table={table.data} url={url} at={at} height={height} />
}

async function fetchTable(url: string, signal: AbortSignal): Promise<LoggedTable> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw await decodeError(response)
  return readTable(parseLooseJson(await response.text()))
}

const IMAGE_ROW_PX = 64

function TableBody({ table, url, at, height }: { table: LoggedTable; url: string; at: RunPath; height: string }) {
  const [sort, setSort] = useState<TableSort | null>(null)
  const rows = useMemo(() => {
    if (!sort) return table.rows
    const place = Number(sort.columnId)
    const sorted = [...table.rows].sort((one, other) => compareCells(one[place], other[place]))
    return sort.descending ? sorted.reverse() : sorted
  }, [table, sort])
  const columns = useMemo(() => tableColumns(table, at), [table, at])
  const pictures = table.rows.slice(0, 20).some((row) => row.some(isMedia))
  return (
    <div className={cx("flex flex-col", height)}>
      <DataTable
        label="Logged table"
        columns={columns}
        rows={rows}
        rowPx={pictures ? IMAGE_ROW_PX : undefined}
        sort={sort}
        onSort={setSort}
        className="min-h-0 flex-1 rounded border border-line text-sm"
      />
      <div className="num flex h-7 shrink-0 items-center justify-between text-ink-3 text-sm">
        {plural(table.rows.length, "row")} · {plural(table.columns.length, "column")}
        <DownloadLink href={url} name="table.json" />
      </div>
    </div>
  )
}

const isMedia = (cell: Json) =>
  typeof cell === "object" && cell !== null && !Array.isArray(cell) && typeof cell._type === "string"

function tableColumns(table: LoggedTable, at: RunPath): TableColumn<Json[]>[] {
  return table.columns.map((label, place) => {
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
  })
}

function Cell({ value, digits, at }: { value: Json | undefined; digits: number | null; at: RunPath }) {
  if (value === null || value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value === "number") {
    const aligned =
      digits !== null && Math.abs(value) < 1e7 ? value.toFixed(digits).replace("-", "−") : formatNumber(value)
    return <span title={formatExact(value)}>{aligned}</span>
  }
  if (isMedia(value)) {
    const [item] = mediaItems(value, (path) => api.fileUrl(at, path))
    if (item?.type === "image" && item.url)
      return (
        <img
          src={item.url}
          alt={item.caption ?? ""}
          loading="lazy"
          className="h-14 object-contain [image-rendering:pixelated]"
        />
      )
    if (item?.url)
      return (
        <a href={item.url} className="text-accent hover:underline">
          {item.type}
        </a>
      )
  }
  const text = leafText(value)
  return <span title={text}>{text}</span>
}
