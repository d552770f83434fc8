import { del, get, path, post } from "./client"
import type * as made from "./generated"

export type Price = made.PriceRow
export type PriceList = made.PriceList
export type ModelRow = made.ModelRow
export type RecomputeJob = made.RecomputeJob

/** A price from a date on (ISO text; from now), in US dollars per million tokens. */
export interface NewPrice {
  model: string
  effective_at?: string
  input: number
  output: number
  cache_read?: number
  cache_write?: number
}

const place = (entity: string, project: string) => path("projects", entity, project, "prices")

/** What models cost in a project. */
export const pricesApi = {
  list: (entity: string, project: string, signal?: AbortSignal) => get<PriceList>(place(entity, project), { signal }),
  models: (entity: string, project: string, signal?: AbortSignal) =>
    get<made.ModelList>(`${place(entity, project)}/models`, { signal }).then((body) => body.models),
  add: (entity: string, project: string, price: NewPrice) => post<Price>(place(entity, project), { body: price }),
  remove: (entity: string, project: string, priceId: string) => del<void>(place(entity, project) + path(priceId)),
  recompute: (entity: string, project: string) =>
    post<RecomputeJob>(`${place(entity, project)}/recompute`, { body: {} }),
}
