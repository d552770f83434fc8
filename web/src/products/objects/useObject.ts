import { useQuery } from "@tanstack/react-query"
import { type ObjectPath, objectsApi } from "@/api/objects"

export function useVersions(at: ObjectPath) {
  return useQuery({
    queryKey: ["object-versions", at],
    queryFn: ({ signal }) => objectsApi.versions(at, signal).then((page) => page.objects),
  })
}

/** A version with its value, by digest, number or alias; what has a digest does not change. */
export function useVersion(at: ObjectPath, version: string | null) {
  return useQuery({
    queryKey: ["object-version", at, version],
    enabled: version !== null,
    queryFn: ({ signal }) => objectsApi.version(at, version ?? "", signal),
    staleTime: 60_000,
  })
}
