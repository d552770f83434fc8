import { useQuery, useQueryClient } from "@tanstack/react-query"
import { type SweepRow, sweepsKey, sweepsQuery } from "@/api"
import { useLive } from "@/live"

/** The sweeps of a project, newest first, kept up to date by the live stream. */
export function useSweeps(entity: string, project: string) {
  const client = useQueryClient()
  const query = useQuery(sweepsQuery(entity, project))
  const refetch = () => void client.invalidateQueries({ queryKey: sweepsKey(entity, project) })
  useLive(
    { kind: "sweeps", entity, project },
    (event) => {
      if (event.kind === "reset") refetch()
      if (event.kind !== "sweep") return
      const { sweep, change } = event.data
      client.setQueryData<SweepRow[]>(
        sweepsKey(entity, project),
        (rows) => rows && withSweep(rows, sweep, change === "deleted"),
      )
    },
    refetch,
  )
  return query
}

/** The list with a sweep as it is now; a new one comes first. */
export function withSweep(rows: readonly SweepRow[], sweep: SweepRow, deleted: boolean): SweepRow[] {
  const at = rows.findIndex((row) => row.sweep_id === sweep.sweep_id)
  if (deleted) return rows.filter((row) => row.sweep_id !== sweep.sweep_id)
  return at < 0 ? [sweep, ...rows] : rows.with(at, sweep)
}
