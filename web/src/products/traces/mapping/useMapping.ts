import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type Mapping, mappingApi } from "@/api/mapping"
import { toast } from "@/ui/toasts"

const PROGRESS_MS = 1000

/** The mapping of a project; asked for again while stored spans are being understood anew. */
export function useMapping(entity: string, project: string) {
  return useQuery({
    queryKey: ["span-mapping", entity, project],
    queryFn: ({ signal }) => mappingApi.get(entity, project, signal),
    refetchInterval: ({ state }) => (isApplying(state.data) ? PROGRESS_MS : false),
  })
}

export const isApplying = (mapping: Mapping | undefined): boolean =>
  mapping?.job !== null && mapping?.job !== undefined && mapping.job.finished_at === null

export function useUnmapped(entity: string, project: string) {
  return useQuery({
    queryKey: ["span-mapping-unmapped", entity, project],
    queryFn: ({ signal }) => mappingApi.unmapped(entity, project, signal),
  })
}

/** What can be done with a mapping; `preview` and `save` fail with an error that names the line. */
export function useMappingActions(entity: string, project: string) {
  const client = useQueryClient()
  const again = () => {
    void client.invalidateQueries({ queryKey: ["span-mapping", entity, project] })
    void client.invalidateQueries({ queryKey: ["span-mapping-unmapped", entity, project] })
  }
  const preview = useMutation({
    meta: { ownErrors: true },
    mutationFn: (document: string) => mappingApi.preview(entity, project, document),
  })
  const save = useMutation({
    meta: { ownErrors: true },
    mutationFn: (given: { document: string; after: number }) =>
      mappingApi.save(entity, project, given.document, given.after),
    onSuccess: ({ version }) => {
      toast.info(`Version ${version} holds for spans that come from now on`)
      again()
    },
  })
  const apply = useMutation({
    mutationFn: () => mappingApi.reapply(entity, project),
    onSuccess: again,
  })
  return { preview, save, apply }
}
