import { keepPreviousData, useQueries } from "@tanstack/react-query"
import { useMemo } from "react"
import { api, type RunRow } from "@/api"
import { type RunSet, wholeFilter } from "../document/runSets"
import { linesKey } from "./LiveRuns"

export const MOST_RUNS = 500

/** A run and the set that it is of. */
export interface SetRun extends RunRow {
  set: RunSet
}

/** The runs of all sets with some of their fields; `more` are not among them, for there are too many. */
export function useSetRuns(sets: readonly RunSet[], columns: readonly string[]) {
  const found = useQueries({
    queries: sets.map((set) => ({
      queryKey: [...linesKey(set), "runs", set, columns],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const search = { filter: wholeFilter(set), sort: set.sort, columns: [...columns], limit: MOST_RUNS }
        return api.searchRuns(set.entity, set.project, search, signal)
      },
      placeholderData: keepPreviousData,
    })),
    combine: (results) => ({
      pages: results.map((result) => result.data),
      waiting: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
    }),
  })
  const runs = useMemo<SetRun[]>(() => {
    const all = found.pages.flatMap((page, at) => page?.runs.map((run) => ({ ...run, set: sets[at] })) ?? [])
    // A run that two sets hold is one run.
    return [...new Map(all.map((run) => [`${run.set.entity}/${run.set.project}/${run.run_id}`, run])).values()]
  }, [found.pages, sets])
  const total = found.pages.reduce((sum, page) => sum + (page?.total ?? 0), 0)
  const read = found.pages.reduce((sum, page) => sum + (page?.runs.length ?? 0), 0)
  return { ...found, runs, total, more: total - read }
}
