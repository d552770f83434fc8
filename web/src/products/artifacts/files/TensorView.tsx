import { useQuery } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { artifactsApi, type Tensor, type VersionPath } from "@/api/artifacts"
import { formatBytes, formatCount, plural } from "@/lib/format"
import { naturalOrder } from "@/lib/naturalOrder"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { artifactsKey } from "../queries"

/** What a safetensors file holds, from its header: nothing else of it is read. */
export function TensorView({ at, name }: { at: VersionPath; name: string }) {
  const found = useQuery({
    queryKey: [...artifactsKey(at), "tensors", at.collection, at.version, name],
    queryFn: ({ signal }) => artifactsApi.tensors(at, name, signal),
    staleTime: 300_000,
  })
  const [search, setSearch] = useState("")
  const [sort, setSort] = useState<TableSort | null>(null)
  const rows = useMemo(() => sorted(fitting(found.data?.tensors ?? [], search), sort), [found.data, search, sort])
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-4" />
  const { tensors, value_count, metadata } = found.data
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-line border-b bg-surface px-3">
        <SearchInput label="Search tensors" className="w-56" value={search} onChange={setSearch} />
        <span className="num text-ink-2 text-sm" title={value_count.toLocaleString("en-US")}>
          {plural(tensors.length, "tensor")} · {formatCount(value_count)} parameters · {dtypesOf(tensors)}
        </span>
      </div>
      <DataTable
        label="Tensors"
        columns={COLUMNS}
        rows={rows}
        sort={sort}
        onSort={setSort}
        className="min-h-40 flex-1 text-sm"
      />
      {Object.keys(metadata).length > 0 && (
        <div className="max-h-60 shrink-0 overflow-auto border-line border-t p-3">
          <KeyValueTree label="Header metadata" value={metadata} empty="" />
        </div>
      )}
    </div>
  )
}

const COLUMNS: TableColumn<Tensor>[] = [
  {
    columnId: "name",
    label: "Tensor",
    widthPx: 260,
    render: (row) => (
      <span className="font-mono" title={row.name}>
        {row.name}
      </span>
    ),
  },
  { columnId: "dtype", label: "Type", widthPx: 64, render: (row) => row.dtype },
  {
    columnId: "shape",
    label: "Shape",
    widthPx: 120,
    numeric: true,
    render: (row) => (row.shape.length > 0 ? row.shape.join(" × ") : "scalar"),
  },
  {
    columnId: "values",
    label: "Parameters",
    widthPx: 100,
    numeric: true,
    render: (row) => row.value_count.toLocaleString("en-US"),
  },
  { columnId: "size", label: "Size", widthPx: 84, numeric: true, render: (row) => formatBytes(row.size_bytes) },
]

const VALUES: Record<string, (tensor: Tensor) => number | string> = {
  name: (tensor) => tensor.name,
  dtype: (tensor) => tensor.dtype,
  shape: (tensor) => tensor.shape.length,
  values: (tensor) => tensor.value_count,
  size: (tensor) => tensor.size_bytes,
}

function fitting(tensors: readonly Tensor[], search: string): readonly Tensor[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.length === 0
    ? tensors
    : tensors.filter((one) => words.every((word) => one.name.toLowerCase().includes(word)))
}

function sorted(tensors: readonly Tensor[], sort: TableSort | null): readonly Tensor[] {
  if (!sort) return tensors
  const keyOf = VALUES[sort.columnId]
  const ordered = [...tensors].sort((one, other) => {
    const [left, right] = [keyOf(one), keyOf(other)]
    return typeof left === "number" ? left - Number(right) : naturalOrder(left, String(right))
  })
  return sort.descending ? ordered.reverse() : ordered
}

/** "F32", or "F16 60 %, F32 40 %" by parameters. */
function dtypesOf(tensors: readonly Tensor[]): string {
  const counts = new Map<string, number>()
  for (const one of tensors) counts.set(one.dtype, (counts.get(one.dtype) ?? 0) + one.value_count)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0) || 1
  const ordered = [...counts].sort(([, one], [, other]) => other - one)
  if (ordered.length === 1) return ordered[0][0]
  return ordered.map(([dtype, count]) => `${dtype} ${Math.round((100 * count) / all)} %`).join(", ")
}
