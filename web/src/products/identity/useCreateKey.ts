import { useMutation, useQueryClient } from "@tanstack/react-query"
import { api, keysQuery } from "@/api"

/** Make a key; the secret is in the result and nowhere else, so it must be shown now. */
export function useCreateKey() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => api.createKey(name),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey }),
  })
}
