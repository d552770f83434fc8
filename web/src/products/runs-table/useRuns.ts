import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef } from "react"
import { api, type RunRow } from "@/api"
import { useLive } from "@/live"
import { type RunPages, withCreated, withoutRun, withUpdate } from "./merge"
import { filterOf, type TableState } from "./state"

const PAGE = 100
const REFETCH_MS = 3000
/** Columns that every row carries; the others are asked for by path. */
const OWN = new Set([
  "state", "created_at", "duration_s", "tags", "user", "host", "group", "job_type", "notes", "sweep", "run_id", "heartbeat_at",
]) // biome-ignore format: a list of words

export const isOwnColumn = (column: string) => OWN.has(column)

/** The runs of a project as the table asks for them, page by page, kept up to date by the live stream. */
export function useRuns(entity: string, project: string, table: TableState) {
  const client = useQueryClient()
  const filter = useMemo(() => filterOf(table), [table])
  const columns = table.columns.filter((column) => !OWN.has(column))
  const queryKey = ["runs", entity, project, filter, table.sort, columns]
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.searchRuns(entity, project, { filter, sort: table.sort, columns, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  const refetchLater = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ["runs", entity, project] })
    }, REFETCH_MS)
  }
  const plain = !filter && table.sort.length === 0
  useLive({ kind: "runs", entity, project }, (event) => {
    if (event.kind === "reset") return refetchLater()
    if (event.kind !== "run") return
    const { run, summary, change } = event.data
    client.setQueryData<RunPages>(queryKey, (pages) => {
      if (!pages) return pages
      if (change === "deleted") return withoutRun(pages, run.run_id)
      if (change === "created" && plain) return withCreated(pages, run)
      return withUpdate(pages, run, summary)
    })
    if (change === "created" && !plain) refetchLater()
  })
  const runs = useMemo<RunRow[]>(() => query.data?.pages.flatMap((page) => page.runs) ?? [], [query.data])
  return { ...query, runs, total: query.data?.pages[0]?.total ?? 0 }
}
