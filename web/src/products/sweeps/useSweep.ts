import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type SweepDetail, type SweepEdit, type SweepPath, sweepKey, sweepQuery, sweepsApi, sweepsKey } from "@/api"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"

/** Agents beat every few seconds, and only the whole answer names them. */
const AGENTS_REFETCH_MS = 10_000
const REFETCH_MS = 2000

/** A sweep and its progress: what is stored, then what the live stream brings. */
export function useSweep(at: SweepPath) {
  const client = useQueryClient()
  const query = useQuery({
    ...sweepQuery(at),
    refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : AGENTS_REFETCH_MS),
  })
  const refetch = () => void client.invalidateQueries({ queryKey: sweepKey(at) })
  const refetchLater = useLater(refetch, REFETCH_MS)
  useLive(
    { kind: "sweeps", entity: at.entity, project: at.project },
    (event) => {
      if (event.kind === "reset") refetch()
      if (event.kind !== "sweep" || event.data.sweep.sweep_id !== at.sweep) return
      if (event.data.change === "deleted") return refetch()
      const { sweep } = event.data
      client.setQueryData<SweepDetail>(sweepKey(at), (before) => before && { ...before, ...sweep })
      refetchLater() // the best run and the agents
    },
    refetch,
  )
  return query
}

export const isOver = (state: string | undefined) =>
  state === "finished" || state === "cancelled" || state === "crashed"

/** What a person may change. An edit shows at once and is taken back when the server refuses it. */
export function useSweepActions(at: SweepPath) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const refresh = () => {
    void client.invalidateQueries({ queryKey: sweepsKey(at.entity, at.project) })
    return client.invalidateQueries({ queryKey: sweepKey(at) })
  }
  const edit = useMutation({
    mutationFn: (change: SweepEdit) => sweepsApi.edit(at, change),
    onMutate: (change) =>
      client.setQueryData<SweepDetail>(sweepKey(at), (before) => before && { ...before, ...change }),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: () => sweepsApi.delete(at),
    onSuccess: async () => {
      await navigate({ to: "/$entity/$project/sweeps", params: { entity: at.entity, project: at.project } })
      client.removeQueries({ queryKey: sweepKey(at) })
      void client.invalidateQueries({ queryKey: sweepsKey(at.entity, at.project) })
    },
  })
  return { edit, remove }
}
