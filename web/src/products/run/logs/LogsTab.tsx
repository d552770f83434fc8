import { useCallback, useEffect, useRef, useState } from "react"
import { api, type RunPath } from "@/api"
import { readNumber } from "@/lib/urlState"
import { Button, IconButton } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { LogMatches } from "./LogMatches"
import type { LogStore } from "./LogStore"
import { LogView } from "./LogView"
import { useLogDownload } from "./useLogDownload"
import { useLogs } from "./useLogs"

/** The console. In the address: `line` (from 1), or `at`, a time in ms; `q` the text searched for, `time`, `wrap`, `writer`. */
export function LogsTab({ at, running }: { at: RunPath; running: boolean }) {
  const [url, change] = useUrlState()
  const store = useLogs(at, url.writer)
  const chosen = url.line ? readNumber(url.line, 1) - 1 : null
  const [following, setFollowing] = useState(chosen === null && !url.at)
  const choose = useCallback(
    (index: number) => {
      setFollowing(false)
      change({ line: index + 1, q: null }, { push: true })
    },
    [change],
  )
  useLineAt(at)
  if (!store.ready) return <SkeletonRows className="p-4" rows={12} />
  if (store.error && store.total === 0) return <ErrorState error={store.error} onRetry={() => void store.refresh()} />
  if (store.total === 0) return <NoLines running={running} />
  const showTime = url.time === "1"
  const wrap = url.wrap === "1"
  return (
    <div className="flex h-full flex-col">
      <LogBar at={at} store={store} showTime={showTime} wrap={wrap} />
      <div className="relative min-h-0 flex-1">
        {url.q ? (
          <LogMatches at={at} search={url.q} writer={url.writer} showTime={showTime} wrap={wrap} onChoose={choose} />
        ) : (
          <>
            <LogView
              store={store}
              chosen={chosen}
              following={following}
              showTime={showTime}
              wrap={wrap}
              onFollow={setFollowing}
              onChoose={choose}
            />
            {!following && (
              <Button
                icon="arrowDown"
                className="absolute right-5 bottom-4 shadow-pop"
                onClick={() => setFollowing(true)}
              >
                {running ? "Follow" : "To the end"}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  )
}

/** A time in the address becomes the line that was there then. */
function useLineAt(at: RunPath): void {
  const [url, change] = useUrlState()
  const { at: time, writer } = url
  const { entity, project, run } = at
  useEffect(() => {
    if (!time) return
    const abort = new AbortController()
    const query = { at: readNumber(time, 0), limit: 1, writer }
    api.logs({ entity, project, run }, query, abort.signal).then(
      ({ lines }) => change({ at: null, line: lines.length > 0 ? lines[0].line + 1 : null }),
      (error) => abort.signal.aborted || toast.error(error),
    )
    return () => abort.abort()
  }, [time, writer, entity, project, run, change])
}

interface LogBarProps {
  at: RunPath
  store: LogStore
  showTime: boolean
  wrap: boolean
}

function NoLines({ running }: { running: boolean }) {
  const text = running
    ? "What the script prints appears here while it runs."
    : "The run printed nothing, or its console was not captured."
  return <EmptyState icon="menu" title="No console lines" text={text} />
}

function LogBar({ at, store, showTime, wrap }: LogBarProps) {
  const [url, change] = useUrlState()
  const [share, download] = useLogDownload(at, url.writer)
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b bg-surface px-3">
      <SearchField key={url.q ? "searching" : "reading"} initial={url.q ?? ""} onSearch={(q) => change({ q })} />
      {store.writers.length > 1 && (
        <Select
          size="sm"
          label="Writer"
          value={url.writer ?? store.writers[0].writer}
          options={store.writers.map((one) => ({
            value: one.writer,
            label: one.label || one.writer || "main",
            hint: one.total.toLocaleString("en-US"),
          }))}
          onChange={(writer) => change({ writer, line: null })}
        />
      )}
      <span className="num ml-auto truncate text-ink-3 text-sm max-sm:hidden">
        {store.total.toLocaleString("en-US")} lines
      </span>
      <IconButton
        icon="wrap"
        label={wrap ? "Do not wrap long lines" : "Wrap long lines"}
        active={wrap}
        onClick={() => change({ wrap: wrap ? null : 1 })}
      />
      <IconButton
        icon="clock"
        label={showTime ? "Hide times" : "Show times"}
        active={showTime}
        onClick={() => change({ time: showTime ? null : 1 })}
      />
      <IconButton
        icon="download"
        label={share === null ? "Download" : `Downloading, ${Math.round(share * 100)} %`}
        active={share !== null}
        disabled={share !== null}
        onClick={download}
      />
    </div>
  )
}

interface SearchFieldProps {
  initial: string
  onSearch: (text: string | null) => void
}

/** Searches once the typing pauses. */
function SearchField({ initial, onSearch }: SearchFieldProps) {
  const [text, setText] = useState(initial)
  const settled = useDebounced(text)
  const latest = useRef(onSearch)
  useEffect(() => {
    latest.current = onSearch
  })
  useEffect(() => {
    if (settled !== initial) latest.current(settled || null)
  }, [settled, initial])
  return <SearchInput label="Search the console" className="w-72 max-w-full" value={text} onChange={setText} />
}
