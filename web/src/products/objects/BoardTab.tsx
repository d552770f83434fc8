import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useMemo } from "react"
import { evaluationsApi, type ObjectDetail, type ObjectPath } from "@/api/objects"
import { cx } from "@/lib/classNames"
import { formatNumber, plural } from "@/lib/format"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RefLink } from "@/ui/RefLink"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { type BoardCell, type BoardColumn, type BoardRow, boardColumns, boardRows, sortedBy } from "./leaderboard"

/** A leaderboard: its models by what they reached in its evaluations, each number a way to its pass. */
export function BoardTab({ at, detail }: { at: ObjectPath; detail: ObjectDetail }) {
  const [url, change] = useUrlState()
  const columns = useMemo(() => boardColumns(detail.value), [detail.value])
  const refs = [...new Set(columns.map(({ evaluation }) => evaluation).filter(Boolean))]
  const passes = useQuery({
    queryKey: ["leaderboard", at, refs],
    enabled: refs.length > 0,
    queryFn: ({ signal }) => evaluationsApi.of(at.entity, at.project, refs, signal),
  })
  const rows = useMemo(() => boardRows(columns, passes.data?.evaluations ?? []), [columns, passes.data])
  if (refs.length === 0)
    return <EmptyState icon="check" title="No columns" text="This leaderboard names no evaluation to read." />
  if (passes.error) return <ErrorState error={passes.error} onRetry={() => void passes.refetch()} />
  if (!passes.data) return <SkeletonRows className="p-4" />
  if (rows.length === 0)
    return (
      <EmptyState
        icon="check"
        title="No results yet"
        text="Models stand here once its evaluations have been run on them."
      />
    )
  const by = columns.find(({ columnId }) => columnId === url.sort)
  const descending = url.dir !== "up"
  return (
    <>
      <DataTable
        label="Leaderboard"
        columns={columnsFor(at, columns)}
        rows={by ? sortedBy(rows, by, descending) : rows}
        sort={by ? { columnId: by.columnId, descending } : null}
        onSort={(sort) => change({ sort: sort?.columnId ?? null, dir: sort && !sort.descending ? "up" : null })}
        className="min-h-0 flex-1"
      />
      <p className="shrink-0 border-line border-t px-4 py-1.5 text-ink-3 text-sm">
        {plural(rows.length, "model")}, each by its newest pass
        {passes.data.has_more && ` among the newest ${passes.data.evaluations.length}`}
      </p>
    </>
  )
}

function columnsFor(at: ObjectPath, columns: readonly BoardColumn[]): TableColumn<BoardRow>[] {
  const model = {
    columnId: "model",
    label: "Model",
    widthPx: 220,
    render: (row: BoardRow) => <RefLink value={row.model} />,
  }
  const scores = columns.map((column) => ({
    columnId: column.columnId,
    label: column.label,
    widthPx: 200,
    numeric: true,
    render: (row: BoardRow) => <Reached at={at} column={column} cell={row.cells.get(column.columnId)} />,
  }))
  return [model, ...scores]
}

function Reached({ at, column, cell }: { at: ObjectPath; column: BoardColumn; cell: BoardCell | undefined }) {
  if (!cell) return <span className="text-ink-3">–</span>
  return (
    <Link
      to="/$entity/$project/evaluations/$call"
      params={{ entity: at.entity, project: at.project, call: cell.call }}
      title={String(cell.value)}
      className={cx("inline-flex items-center gap-2 hover:underline", cell.isBest && "font-semibold text-accent")}
    >
      {column.isShare && (
        <span aria-hidden="true" className="h-1.5 w-14 overflow-hidden rounded bg-sunken">
          <span className="block h-full bg-accent" style={{ width: `${cell.value * 100}%` }} />
        </span>
      )}
      {column.isShare ? `${formatNumber(cell.value * 100, 3)} %` : formatNumber(cell.value, 3)}
    </Link>
  )
}
