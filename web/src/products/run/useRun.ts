import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { api, type RunDetail, type RunEdit, type RunPath, runKey, runQuery } from "@/api"
import { useLive } from "@/live"
import { toast } from "@/ui/toasts"
import { mergeRun } from "./mergeRun"

/** One run: what is stored, then whatever the live stream adds. */
export function useRun(at: RunPath) {
  const queryClient = useQueryClient()
  const query = useQuery({
    ...runQuery(at),
    // Live events carry what is narrow; how much was logged is counted by the server.
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 15_000 : false),
  })
  const refetch = () => void queryClient.invalidateQueries({ queryKey: runKey(at) })
  useLive(
    { kind: "runs", entity: at.entity, project: at.project },
    (event) => {
      if (event.kind === "reset") refetch()
      if (event.kind !== "run" || event.data.run.run_id !== at.run) return
      const { run, summary } = event.data
      queryClient.setQueryData<RunDetail>(runKey(at), (before) => before && mergeRun(before, run, summary))
    },
    refetch,
  )
  return query
}

/** What a person may change. An edit shows at once and is taken back when the server refuses it. */
export function useRunActions(at: RunPath) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const refresh = () => queryClient.invalidateQueries({ queryKey: runKey(at) })
  const edit = useMutation({
    mutationFn: (change: RunEdit) => api.editRun(at, change),
    onMutate: (change) =>
      queryClient.setQueryData<RunDetail>(runKey(at), (before) => before && { ...before, ...change }),
    onSettled: refresh,
  })
  const stop = useMutation({
    mutationFn: () => api.stopRun(at),
    onSuccess: () => {
      toast.info("The run was asked to stop. It ends at its next log call.")
      return refresh()
    },
  })
  const restore = useMutation({
    mutationFn: () => api.bulkRuns(at.entity, at.project, { run_ids: [at.run], action: "restore" }),
    onSuccess: () => {
      toast.info("The run is back.")
      return queryClient.invalidateQueries({ queryKey: ["runs", at.entity, at.project] })
    },
  })
  const remove = useMutation({
    mutationFn: () => api.deleteRun(at),
    onSuccess: async () => {
      queryClient.removeQueries({ queryKey: runKey(at) })
      toast.info("The run is deleted.", { label: "Undo", run: () => restore.mutate() })
      await navigate({ to: "/$entity/$project", params: { entity: at.entity, project: at.project } })
    },
  })
  return { edit, stop, remove }
}
