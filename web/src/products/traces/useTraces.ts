import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import type { JsonObject } from "@/api"
import { type SpanRow, type SpansQuery, type TracePath, tracesApi } from "@/api/traces"
import type { UrlState } from "@/lib/urlState"

const PAGE = 100
/** New traces come in by themselves while somebody watches. */
const REFRESH_MS = 5000

/** What a list is narrowed by beside status and kind; each is a part of the address. */
export const MORE_FACETS = ["name", "model", "service", "user_id", "error_type", "tags", "session_id"] as const

/** What the address asks of the list. */
export function listQuery(url: UrlState): SpansQuery {
  const parts: JsonObject[] = []
  if (url.status) parts.push({ field: "status", op: "eq", value: url.status })
  if (url.kind) parts.push({ field: "kind", op: "eq", value: url.kind })
  for (const facet of MORE_FACETS) {
    if (url[facet]) parts.push({ field: facet, op: "eq", value: url[facet] })
  }
  const search = (url.find ?? "").trim()
  return { roots_only: url.show !== "spans", filter: parts.length ? { and: parts } : null, ...(search && { search }) }
}

/** Roots of traces or spans of any depth, the newest first, page after page. */
export function useSpanList(entity: string, project: string, query: SpansQuery) {
  const list = useInfiniteQuery({
    queryKey: ["spans", entity, project, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      tracesApi.search(entity, project, { ...query, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    // Only the first page: what was read further down does not change.
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : REFRESH_MS),
  })
  const spans = useMemo<SpanRow[]>(() => list.data?.pages.flatMap((page) => page.spans) ?? [], [list.data])
  return { ...list, spans }
}

/** All spans of a trace; one that may still grow is asked for again. */
export function useTrace(at: TracePath) {
  return useQuery({
    queryKey: ["trace", at],
    queryFn: ({ signal }) => tracesApi.trace(at, signal),
    refetchInterval: ({ state }) => (isRecent(state.data) ? REFRESH_MS : false),
  })
}

/** A span of any trace; null when there is none. */
export function useSpanById(entity: string, project: string, span: string) {
  return useQuery({
    queryKey: ["span-by-id", entity, project, span],
    queryFn: async ({ signal }) => {
      const filter = { field: "span_id", op: "eq", value: span }
      const page = await tracesApi.search(entity, project, { filter, roots_only: false, limit: 1 }, signal)
      return page.spans[0] ?? null
    },
  })
}

export function useSpanPayload(at: TracePath, span: string | undefined) {
  return useQuery({
    queryKey: ["span", at, span],
    enabled: span !== undefined,
    queryFn: ({ signal }) => tracesApi.span(at, span as string, signal),
    staleTime: 60_000,
  })
}

const RECENT_MS = 10 * 60_000

function isRecent(spans: readonly SpanRow[] | undefined): boolean {
  return spans?.some((span) => Date.now() - (span.start + span.duration_ms) < RECENT_MS) ?? false
}
