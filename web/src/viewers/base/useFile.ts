import { useQuery } from "@tanstack/react-query"

const KEPT_MS = 300_000

/** A file that a viewer reads once, by its address; files do not change under one. */
export function useFile<T>(url: string, read: (url: string, signal: AbortSignal) => Promise<T>, kind: string) {
  return useQuery({
    queryKey: ["viewer", kind, url],
    queryFn: ({ signal }) => read(url, signal),
    staleTime: KEPT_MS,
    retry: false,
  })
}
