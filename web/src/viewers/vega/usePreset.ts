import { useQuery } from "@tanstack/react-query"
import { chartPresetQuery, isApiError } from "@/api"
import { isBuiltIn } from "./presets"

export type SpecState = { spec: Record<string, unknown> | null; isPending: boolean; error: unknown }

/** The preset `entity/name` that a user made. None for the client's own ones, and where there is none that one may see. */
export function useMadePreset(id: string): SpecState {
  const slash = id.indexOf("/")
  const enabled = slash > 0 && !isBuiltIn(id)
  const { data, error, isPending } = useQuery({
    ...chartPresetQuery(id.slice(0, slash), id.slice(slash + 1)),
    enabled,
  })
  const isMissing = isApiError(error) && error.status === 404
  return { spec: data?.spec ?? null, isPending: enabled && isPending, error: isMissing ? null : error }
}
