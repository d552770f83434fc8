import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query"
import { isApiError } from "@/api"
import { toast } from "@/ui/toasts"

const isPassing = (error: unknown) =>
  isApiError(error) && (error.status === 0 || error.status >= 502 || error.status === 429)

/** `onUnauthenticated` runs when any request finds that nobody is signed in. */
export function createQueryClient(onUnauthenticated: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isApiError(error, 401)) onUnauthenticated()
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (mutation.meta?.ownErrors) return
        if (isApiError(error, 401)) onUnauthenticated()
        else toast.error(error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 3 && isPassing(error),
      },
    },
  })
}
