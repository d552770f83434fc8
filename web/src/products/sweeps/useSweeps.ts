import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { type SweepRow, type SweepsPage, sweepsKey, sweepsQuery } from "@/api"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"

export type SweepPages = InfiniteData<SweepsPage, string | null>

/** The stream brings progress; best runs take a search, and are asked for again this long after. */
const REFETCH_MS = 3000

/** The sweeps of a project, newest first, kept up to date by the live stream. */
export function useSweeps(entity: string, project: string, search: string) {
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...sweepsQuery(entity, project, search), placeholderData: keepPreviousData })
  const queryKey = sweepsKey(entity, project)
  const refetch = () => void client.invalidateQueries({ queryKey })
  const refetchLater = useLater(refetch, REFETCH_MS)
  useLive(
    { kind: "sweeps", entity, project },
    (event) => {
      if (event.kind === "reset") refetch()
      if (event.kind !== "sweep") return
      const { sweep, change } = event.data
      client.setQueriesData<SweepPages>({ queryKey }, (pages) => pages && withSweep(pages, sweep, change))
      refetchLater()
    },
    refetch,
  )
  const sweeps = query.data?.pages.flatMap((page) => page.sweeps) ?? []
  return { ...query, sweeps, total: query.data?.pages[0]?.total ?? 0 }
}

/** The pages with a sweep as it is now; what the stream does not know stays as it was. */
export function withSweep(pages: SweepPages, sweep: Partial<SweepRow>, change: string): SweepPages {
  const update = (rows: SweepRow[]) =>
    change === "deleted"
      ? rows.filter((row) => row.sweep_id !== sweep.sweep_id)
      : rows.map((row) => (row.sweep_id === sweep.sweep_id ? { ...row, ...sweep } : row))
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, sweeps: update(page.sweeps) })) }
}
