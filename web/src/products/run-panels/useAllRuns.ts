import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo } from "react"
import { api, type Filter, type RunRow } from "@/api"
import { useLive } from "@/live"
import { type RunPages, withoutRun, withUpdate } from "@/products/runs-table/merge"
import { useLater } from "@/ui/useLater"

const PAGE = 500
/** Lines and dots beyond this are counted in the footer, not drawn. */
export const MOST_DRAWN = 10_000
/** Runs that were created or ended are asked for again this long after. */
const REFETCH_MS = 2000

export interface AllRuns {
  runs: RunRow[]
  total: number
  loading: boolean
  error: Error | null
  refetch: () => void
}

/** All runs that a filter holds with the given fields, oldest first; to be drawn while they come in, kept up to date. */
export function useAllRuns(
  entity: string,
  project: string,
  filter: Filter | null,
  columns: readonly string[],
  /** Which of the project's runs may be among them; those that the filter is surely not about are not asked for. */
  concerns: (run: RunRow) => boolean = () => true,
): AllRuns {
  const client = useQueryClient()
  const fields = useMemo(() => [...new Set(columns)].sort(), [columns])
  const queryKey = ["runs", entity, project, "all", filter, fields]
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api.searchRuns(entity, project, search(filter, fields, pageParam), signal),
    getNextPageParam: (last, pages) => (pages.length * PAGE < MOST_DRAWN ? last.next_cursor : null),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, isError])
  const runs = useMemo(() => unique(query.data?.pages.flatMap((page) => page.runs) ?? []), [query.data])
  const refetchLater = useLater(() => void client.invalidateQueries({ queryKey }), REFETCH_MS)
  useLive(
    { kind: "runs", entity, project },
    (event) => {
      if (event.kind === "reset") return refetchLater()
      if (event.kind !== "run" || !concerns(event.data.run)) return
      const { run, summary, change } = event.data
      const before = runs.find((row) => row.run_id === run.run_id)
      client.setQueryData<RunPages>(queryKey, (pages) => {
        if (!pages) return pages
        return change === "deleted" ? withoutRun(pages, run.run_id) : withUpdate(pages, run, summary, fields)
      })
      // The config of a new run, and the last summary of one that ended, come from the server.
      const ended = before !== undefined && before.state !== run.state
      if (change === "created" || ended) refetchLater()
    },
    refetchLater,
  )
  return {
    runs,
    total: query.data?.pages[0]?.total ?? 0,
    loading: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
  }
}

const search = (filter: Filter | null, columns: string[], cursor: string | null) => ({
  filter,
  sort: [{ field: "created_at", descending: false }],
  columns,
  limit: PAGE,
  cursor,
})

function unique(runs: RunRow[]): RunRow[] {
  const seen = new Set<string>()
  return runs.filter((run) => !seen.has(run.run_id) && seen.add(run.run_id))
}
