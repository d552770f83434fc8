import { useQueryClient } from "@tanstack/react-query"
import { launchKey } from "@/api"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"

/** Changes that come together are asked for once. Runs that go on say so all the time. */
const REFETCH_MS = 300
const RUNS_REFETCH_MS = 2000

/** Queues, items and agents of the project are asked for again when one of them, or a run, changes. */
export function useLiveLaunch(entity: string, project: string): void {
  const client = useQueryClient()
  const ask = () => void client.invalidateQueries({ queryKey: launchKey(entity, project) })
  const refetch = useLater(ask, REFETCH_MS)
  const refetchRuns = useLater(ask, RUNS_REFETCH_MS)
  useLive({ kind: "launch", entity, project }, refetch, refetch)
  useLive({ kind: "runs", entity, project }, refetchRuns, refetchRuns)
}
