import { queryOptions, useQuery } from "@tanstack/react-query"
import type { ProjectPath } from "@/api/artifacts"
import { type Registry, registriesApi, registriesQuery } from "@/api/registries"
import { artifactsKey } from "../queries"

/** Under the key of the project's artifacts: whatever changes these refreshes what is said of the registry. */
export const registryQuery = (at: ProjectPath) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "registry"],
    queryFn: ({ signal }) => registriesApi.get(at, signal),
  })

export const registryMembersQuery = (at: ProjectPath) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "registry-members"],
    queryFn: ({ signal }) => registriesApi.members(at, signal),
  })

export const promotionsQuery = (at: ProjectPath & { collection: string }) =>
  queryOptions({
    queryKey: [...artifactsKey(at), "promotions", at.collection],
    queryFn: ({ signal }) => registriesApi.promotions(at, { limit: 50 }, signal),
  })

/** The registry that an address names by organization and name; undefined while unknown, null when there is none. */
export function useRegistryOf(organization: string, name: string) {
  const listed = useQuery(registriesQuery)
  const isMeant = (one: Registry) => one.organization === organization && one.name === name
  return { listed, registry: listed.data && (listed.data.registries.find(isMeant) ?? null) }
}
