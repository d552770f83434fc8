import { useInfiniteQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { api, type RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { useRowWindow } from "@/ui/useRowWindow"
import { LOG_ROW_PX, LogRow } from "./LogRow"

const PAGE = 500

interface LogMatchesProps {
  at: RunPath
  search: string
  writer: string | undefined
  showTime: boolean
  wrap: boolean
  onChoose: (index: number) => void
}

/** The lines that contain a text; a click goes to the line among its neighbours. */
export function LogMatches({ at, search, writer, showTime, wrap, onChoose }: LogMatchesProps) {
  const matches = useInfiniteQuery({
    queryKey: ["log-search", at, search, writer],
    queryFn: ({ pageParam, signal }) => api.logs(at, { search, writer, first_line: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.lines.length < PAGE ? null : page.next_line),
  })
  const lines = matches.data?.pages.flatMap((page) => page.lines) ?? []
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRowWindow(scroller, lines.length, LOG_ROW_PX)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = matches
  const nearEnd = rows.end >= lines.length - 20
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage])
  if (matches.error) return <ErrorState error={matches.error} onRetry={() => void matches.refetch()} />
  const count = `${plural(lines.length, "matching line")}${hasNextPage ? " so far" : ""}`
  return (
    <div className="flex h-full flex-col">
      <p role="status" className="num shrink-0 border-line border-b px-4 py-1 text-ink-3 text-sm">
        {matches.isPending ? "Searching…" : count}
      </p>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto font-mono text-[12px]">
        <div className="relative min-w-full" style={{ height: rows.heightPx }}>
          <div
            className={cx("absolute left-0", wrap ? "w-full" : "w-max min-w-full whitespace-pre")}
            style={{ top: rows.topPx }}
          >
            {lines.slice(rows.first, rows.end).map((line) => (
              <LogRow
                key={line.line}
                index={line.line}
                line={line}
                chosen={false}
                showTime={showTime}
                wrap={wrap}
                mark={search}
                onChoose={onChoose}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
