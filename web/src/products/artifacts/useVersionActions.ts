import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { artifactsApi, type VersionEdit, type VersionPath } from "@/api/artifacts"
import { toast } from "@/ui/toasts"
import { artifactsKey } from "./queries"

/** What a person may change of a version. */
export function useVersionActions(at: VersionPath, type: string) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const refresh = () => queryClient.invalidateQueries({ queryKey: artifactsKey(at) })
  const edit = useMutation({
    mutationFn: (change: VersionEdit) => artifactsApi.editVersion(at, change),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: () => artifactsApi.deleteVersion(at, true),
    onSuccess: async () => {
      toast.info(`${at.collection}:${at.version} was deleted.`)
      const { entity, project, collection } = at
      await navigate({
        to: "/$entity/$project/artifacts/$type/$collection",
        params: { entity, project, type, collection },
      })
      await refresh()
    },
  })
  return { edit, remove }
}
