import { useQuery } from "@tanstack/react-query"
import { api, type Filter } from "@/api"
import { useDebounced } from "@/ui/useDebounced"
import { SYSTEM_FIELDS } from "./columns"
import { mapFields, shortNames } from "./filterTree"

const MOST_FIELDS = 200

/** Fields are searched on the server: a project may have many thousands. */
export function useFields(entity: string, project: string, search: string) {
  const asked = useDebounced(search.trim(), 120)
  return useQuery({
    queryKey: ["fields", entity, project, asked],
    queryFn: ({ signal }) => api.fields(entity, project, { search: asked, limit: MOST_FIELDS }, signal),
    placeholderData: (previous) => previous,
    select: (body) => body.fields,
  })
}

/** The filter with `lr` as the field it stands for, such as `config.lr`. Throws where a name stands for none. */
export async function withFullNames(entity: string, project: string, filter: Filter | null): Promise<Filter | null> {
  const found = new Map<string, string>()
  for (const name of shortNames(filter, SYSTEM_FIELDS)) found.set(name, await fullName(entity, project, name))
  return mapFields(filter, (field) => found.get(field) ?? field)
}

async function fullName(entity: string, project: string, name: string): Promise<string> {
  const { fields } = await api.fields(entity, project, { search: name, limit: MOST_FIELDS })
  const paths = new Set(fields.map((field) => field.path))
  const path = [`config.${name}`, `summary.${name}`, name].find((candidate) => paths.has(candidate))
  if (path) return path
  throw new Error(`No run has a field named “${name}”`)
}
