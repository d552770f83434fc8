import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { type SpanPayload, type SpanRow, type SpansQuery, type TracePath, tracesApi } from "@/api/traces"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"
import { matchOf } from "./list/listQuery"

/** Spans that come one after the other are asked for together. */
const REFETCH_MS = 1000
const OPEN_REFRESH_MS = 10_000
const OPEN_PAYLOAD_MS = 3000

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

/** All spans of a trace; asked for again when it has more. */
export function useTrace(at: TracePath) {
  const client = useQueryClient()
  const queryKey = ["trace", at]
  const refetch = useLater(() => void client.invalidateQueries({ queryKey }), REFETCH_MS)
  const trace = useQuery({
    queryKey,
    queryFn: ({ signal }) => tracesApi.trace(at, signal),
    structuralSharing: false, // comparing thousands of spans with those of before costs more than drawing the few in view
    // An open span lasts until now; a busy trace grows while one looks at it.
    refetchInterval: ({ state }) => (state.data?.some((span) => span.is_open) ? OPEN_REFRESH_MS : false),
  })
  useLive(
    { kind: "spans", entity: at.entity, project: at.project },
    (event) => {
      const isOurs = event.kind !== "spans" || !event.data.traces || event.data.traces.includes(at.trace)
      if (isOurs) refetch()
    },
    () => isRecent(trace.data) && refetch(),
  )
  return trace
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

/** What a span holds; of one that `isOpen` it is asked for again, and once more when it has ended. */
export function useSpanPayload(at: TracePath, span: string | undefined, isOpen = false) {
  return useQuery<SpanPayload>({
    queryKey: ["span", at, span, isOpen],
    placeholderData: (before, query) => (query?.queryKey[2] === span ? before : undefined),
    refetchInterval: isOpen ? OPEN_PAYLOAD_MS : false,
    enabled: span !== undefined,
    queryFn: ({ signal }) => tracesApi.span(at, span as string, signal),
    staleTime: 60_000,
  })
}

const RECENT_MS = 10 * 60_000

/** May it have grown between the answer and the first event? */
function isRecent(spans: readonly SpanRow[] | undefined): boolean {
  return spans?.some((span) => Date.now() - (span.start + span.duration_ms) < RECENT_MS) ?? false
}
