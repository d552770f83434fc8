import { queryOptions } from "@tanstack/react-query"
import { del, get, path } from "./client"
import type * as made from "./generated"

/** A chart preset that somebody made. Runs call it `entity/name`. */
export type ChartPreset = made.ChartRow
/** Vega or Vega-Lite, with its places not filled. */
export type ChartPresetWithSpec = made.ChartWithSpec

export const chartsApi = {
  list: (entity: string, signal?: AbortSignal) =>
    get<made.ChartList>(path("entities", entity, "charts"), { signal }).then((body) => body.charts),
  get: (entity: string, name: string, signal?: AbortSignal) =>
    get<ChartPresetWithSpec>(path("entities", entity, "charts", name), { signal }),
  delete: (entity: string, name: string) => del<void>(path("entities", entity, "charts", name)),
}

export const chartPresetsQuery = (entity: string) =>
  queryOptions({ queryKey: ["charts", entity], queryFn: ({ signal }) => chartsApi.list(entity, signal) })

/** A preset never changes: it is made and deleted. */
export const chartPresetQuery = (entity: string, name: string) =>
  queryOptions({
    queryKey: ["chart", entity, name],
    queryFn: ({ signal }) => chartsApi.get(entity, name, signal),
    staleTime: 300_000,
    retry: false,
  })
