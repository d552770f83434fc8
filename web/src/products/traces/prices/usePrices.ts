import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type NewPrice, type Price, pricesApi } from "@/api/prices"
import { toast } from "@/ui/toasts"

const PROGRESS_MS = 1000

/** The prices of a project; asked for again while stored costs are being computed. */
export function usePrices(entity: string, project: string) {
  return useQuery({
    queryKey: ["prices", entity, project],
    queryFn: ({ signal }) => pricesApi.list(entity, project, signal),
    refetchInterval: ({ state }) => (state.data?.job && state.data.job.finished_at === null ? PROGRESS_MS : false),
  })
}

/** The models that are used; asked for again when a job has finished. */
export function useModels(entity: string, project: string, finishedAt: string | null | undefined) {
  return useQuery({
    queryKey: ["priced-models", entity, project, finishedAt ?? null],
    queryFn: ({ signal }) => pricesApi.models(entity, project, signal),
    placeholderData: (before) => before,
  })
}

/** What members can do with prices. */
export function usePriceActions(entity: string, project: string) {
  const client = useQueryClient()
  const again = () => {
    void client.invalidateQueries({ queryKey: ["prices", entity, project] })
    void client.invalidateQueries({ queryKey: ["priced-models", entity, project] })
  }
  const add = useMutation({
    mutationFn: (price: NewPrice) => pricesApi.add(entity, project, price),
    onSuccess: (price) => {
      toast.info(`The price of ${price.model} holds for requests that come from now on`)
      again()
    },
  })
  const remove = useMutation({
    mutationFn: (price: Price) => pricesApi.remove(entity, project, price.price_id),
    onSuccess: (_, price) => {
      toast.info(`A price of ${price.model} was removed`, { label: "Undo", run: () => add.mutate(sameAs(price)) })
      again()
    },
  })
  const recompute = useMutation({ mutationFn: () => pricesApi.recompute(entity, project), onSuccess: again })
  return { add, remove, recompute }
}

const sameAs = ({ model, effective_at, input, output, cache_read, cache_write }: Price): NewPrice => ({
  model,
  effective_at,
  input,
  output,
  cache_read,
  cache_write,
})
