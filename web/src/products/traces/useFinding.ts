import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { type SpanRow, type TracePath, tracesApi } from "@/api/traces"
import { useDebounced } from "@/ui/useDebounced"
import { foundIn } from "./finding"

const MOST = 500

/** The spans of a trace that have a text: at once those that show it, then those that hold it anywhere. Null without one. */
export function useFinding(
  at: TracePath,
  spans: readonly SpanRow[],
  extent: { start: number; duration: number },
  find: string,
): ReadonlySet<string> | null {
  const search = useDebounced(find.trim(), 250)
  const held = useQuery({
    queryKey: ["trace-search", at, search],
    enabled: search !== "",
    queryFn: ({ signal }) => {
      const of = { filter: { field: "trace_id", op: "eq", value: at.trace }, roots_only: false, limit: MOST }
      const when = { since: Math.floor(extent.start), until: Math.ceil(extent.start + extent.duration) + 1 }
      return tracesApi.search(at.entity, at.project, { ...of, ...when, search }, signal)
    },
    placeholderData: keepPreviousData,
  })
  return useMemo(() => {
    const shown = foundIn(spans, find)
    if (shown && find.trim() === search) for (const span of held.data?.spans ?? []) shown.add(span.span_id)
    return shown
  }, [spans, find, search, held.data])
}
