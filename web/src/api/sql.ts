import { queryOptions } from "@tanstack/react-query"
import { get, path, post, send } from "./client"
import { decodeError } from "./errors"
import type { SqlRows, SqlSchema, SqlView } from "./generated"

export type { SqlRows, SqlSchema, SqlView }

/** Rows, and how long they took to come. */
export interface SqlAnswer extends SqlRows {
  seconds: number
}

const sqlPath = (entity: string, project: string) => path("projects", entity, project, "sql")

async function ask(entity: string, project: string, query: string, signal?: AbortSignal): Promise<SqlAnswer> {
  const began = performance.now()
  const rows = await post<SqlRows>(sqlPath(entity, project), { body: { query, format: "json" }, signal })
  return { ...rows, seconds: (performance.now() - began) / 1000 }
}

/** The answer as an Arrow stream: more rows than are shown, in their own types. */
export async function sqlArrow(entity: string, project: string, query: string): Promise<Blob> {
  const response = await send("POST", sqlPath(entity, project), { body: { query, format: "arrow" } })
  if (!response.ok) throw await decodeError(response)
  return response.blob()
}

export const sqlSchemaQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: ["sql-schema", entity, project],
    queryFn: ({ signal }) => get<SqlSchema>(`${sqlPath(entity, project)}/schema`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Asked once; leaving the page stops it in the server. */
export const sqlQuery = (entity: string, project: string, query: string) =>
  queryOptions({
    queryKey: ["sql", entity, project, query],
    queryFn: ({ signal }) => ask(entity, project, query, signal),
    enabled: query !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
  })
