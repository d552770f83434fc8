import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef } from "react"
import { api, type RunRow } from "@/api"
import { useLive } from "@/live"
import { isOwnColumn } from "./columns"
import { type RunPages, withCreated, withoutRun, withUpdate } from "./merge"
import { serverFilter, type TableState } from "./state"

const PAGE = 100
/** A list in another order, or a filtered one, is asked for again this long after a run was created. */
const REFETCH_MS = 3000

export type RunsQuery = ReturnType<typeof useRuns>

/** The runs of a project as the table asks for them, page by page, kept up to date by the live stream. */
export function useRuns(entity: string, project: string, table: TableState) {
  const client = useQueryClient()
  const filter = useMemo(() => serverFilter(table), [table])
  const columns = table.columns.filter((column) => !isOwnColumn(column))
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
  const runs = useMemo<RunRow[]>(() => unique(query.data), [query.data])
  const refetchLater = useRefetchLater(entity, project)
  const plain = !filter && table.sort.length === 0
  useLive(
    { kind: "runs", entity, project },
    (event) => {
      if (event.kind === "reset") return refetchLater()
      if (event.kind !== "run") return
      const { run, summary, change } = event.data
      client.setQueryData<RunPages>(queryKey, (pages) => {
        if (!pages) return pages
        if (change === "deleted") return withoutRun(pages, run.run_id)
        if (change === "created" && plain) return withCreated(pages, run, summary, columns)
        return withUpdate(pages, run, summary, columns)
      })
      // What a new run was started with comes from the server, and so does its place in a list with an order of its own.
      const entered = change === "created" && (!plain || columns.length > 0)
      const changedState = filter !== null && runs.some((row) => row.run_id === run.run_id && row.state !== run.state)
      if (entered || changedState) refetchLater()
    },
    refetchLater,
  )
  return { ...query, runs, total: query.data?.pages[0]?.total ?? 0 }
}

function useRefetchLater(entity: string, project: string): () => void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: ["runs", entity, project] })
    }, REFETCH_MS)
  }
}

/** All rows; one that moved from page to page while they were read stands where it was seen first. */
function unique(pages: Pick<RunPages, "pages"> | undefined): RunRow[] {
  const seen = new Set<string>()
  const rows = pages?.pages.flatMap((page) => page.runs) ?? []
  return rows.filter((run) => !seen.has(run.run_id) && seen.add(run.run_id))
}

/** Runs that an address names but that are not among the loaded ones. */
export function useNamedRuns(entity: string, project: string, ids: readonly string[], columns: readonly string[] = []) {
  const wanted = [...new Set(ids)].sort()
  const paths = columns.filter((column) => !isOwnColumn(column))
  const query = useQuery({
    queryKey: ["runs", entity, project, "named", wanted, paths],
    enabled: wanted.length > 0,
    queryFn: ({ signal }) =>
      api.searchRuns(
        entity,
        project,
        { filter: { field: "name", op: "in", value: wanted }, columns: paths, limit: 500 },
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })
  const none = useMemo<RunRow[]>(() => [], [])
  return wanted.length > 0 ? (query.data?.runs ?? none) : none
}
