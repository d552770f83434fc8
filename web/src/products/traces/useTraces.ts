import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { type SpanRow, type SpansQuery, type TracePath, tracesApi } from "@/api/traces"
import { matchOf } from "./list/listQuery"

/** New spans come in by themselves while somebody watches. */
const REFRESH_MS = 5000

/** So many bars a strip has at most. */
const BUCKETS = 60

/** What the spans of a list sum up to over time. */
export function useSpanSeries(entity: string, project: string, query: SpansQuery) {
  const match = matchOf(query)
  return useQuery({
    queryKey: ["span-series", entity, project, match],
    queryFn: ({ signal }) => tracesApi.series(entity, project, { ...match, buckets: BUCKETS }, signal),
    placeholderData: keepPreviousData,
  })
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
