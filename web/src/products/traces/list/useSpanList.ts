import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useState } from "react"
import { type SpanRow, type SpansQuery, tracesApi } from "@/api/traces"
import { useLive } from "@/live"
import { useLater } from "@/ui/useLater"
import { hasNews, type SpanPages, withNewest } from "./tail"

const PAGE = 100
/** So many are asked for when something is new: as many as may come between two questions. */
const NEWEST = 200
const CALM_MS = 700
/** Facets and the strip read the whole range: less often. */
const SUMS_MS = 10_000

/** Roots of traces or spans of any depth, page after page; the newest come in by themselves while `live`. */
export function useSpanList(entity: string, project: string, query: SpansQuery, live: boolean) {
  const queryKey = ["spans", entity, project, query]
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      tracesApi.search(entity, project, { ...query, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  })
  const waiting = useTail(entity, project, query, live)
  const spans = useMemo<SpanRow[]>(() => list.data?.pages.flatMap((page) => page.spans) ?? [], [list.data])
  return { ...list, spans, waiting }
}

/** Follows the project's spans; gives how many traces had something new while the list did not follow. */
function useTail(entity: string, project: string, query: SpansQuery, live: boolean): number {
  const client = useQueryClient()
  const [missed, setMissed] = useState<ReadonlySet<string>>(new Set())
  const sumUp = useLater(() => {
    void client.invalidateQueries({ queryKey: ["facets", entity, project] })
    void client.invalidateQueries({ queryKey: ["span-series", entity, project] })
  }, SUMS_MS)
  const askNewest = async () => {
    const at = ["spans", entity, project, query]
    const fresh = await tracesApi.search(entity, project, { ...query, limit: NEWEST }).catch(() => null)
    const isNew = fresh !== null && hasNews(client.getQueryData(at), fresh)
    if (fresh) client.setQueryData<SpanPages>(at, (known) => withNewest(known, fresh))
    return isNew
  }
  const ask = useLater(() => void askNewest().then(sumUp), CALM_MS)
  /** Sums that were just read are right when nothing came before the live stream stood. */
  const catchUp = useLater(() => void askNewest().then((isNew) => isNew && sumUp()), CALM_MS)
  const waiting = missed.size
  useEffect(() => {
    if (!live || waiting === 0) return
    setMissed(new Set())
    void client.invalidateQueries({ queryKey: ["spans", entity, project] })
  }, [live, waiting, client, entity, project])
  useLive(
    { kind: "spans", entity, project },
    (event) => {
      if (live) ask()
      else if (event.kind === "spans") setMissed((before) => new Set([...before, ...(event.data.traces ?? [])]))
    },
    () => live && catchUp(),
  )
  return waiting
}
