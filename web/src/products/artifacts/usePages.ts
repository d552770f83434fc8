import { useInfiniteQuery, useQueries } from "@tanstack/react-query"
import { artifactsApi, type ProjectPath } from "@/api/artifacts"
import { artifactsKey } from "./queries"

const COLLECTIONS = 200
const VERSIONS = 100

/** Collections by name, page after page. */
export function useCollections(
  at: ProjectPath,
  query: { type?: string; search?: string; tag?: string },
  enabled = true,
) {
  return useInfiniteQuery({
    queryKey: [...artifactsKey(at), "collections", query],
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      artifactsApi.collections(at, { ...query, limit: COLLECTIONS, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
}

/** Versions of a collection, the newest first, page after page. */
export function useVersions(at: ProjectPath & { collection: string }, search = "", enabled = true) {
  return useInfiniteQuery({
    enabled,
    queryKey: [...artifactsKey(at), "versions", at.collection, search],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      artifactsApi.versions(at, { search, limit: VERSIONS, before: pageParam }, signal),
    getNextPageParam: (page) => page.next_before,
    // A new version comes in by itself while somebody watches.
    refetchInterval: 30_000,
  })
}

/** The rows in view of a list that is read by offset; the others are not fetched. */
export function useOffsetRows<Row, Page>(options: {
  queryKey: readonly unknown[]
  pageRows: number
  first: number
  end: number
  total: number | null
  read: (offset: number, limit: number, signal: AbortSignal) => Promise<Page>
  rowsOf: (page: Page) => Row[]
}) {
  const { queryKey, pageRows, first, end, total, read, rowsOf } = options
  const from = Math.floor(first / pageRows)
  const to = Math.max(from, Math.floor((Math.max(end, 1) - 1) / pageRows))
  const places = Array.from({ length: to - from + 1 }, (_, step) => from + step)
  const wanted = [...new Set([0, ...places])].filter((page) => page === 0 || total === null || page * pageRows < total)
  const pages = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...queryKey, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(page * pageRows, pageRows, signal),
      staleTime: 300_000,
    })),
  })
  const rowAt = (row: number): Row | undefined => {
    const found = pages[wanted.indexOf(Math.floor(row / pageRows))]?.data
    return found && rowsOf(found)[row % pageRows]
  }
  return { first: pages[0], rowAt, error: pages.find((page) => page.error)?.error ?? null }
}
