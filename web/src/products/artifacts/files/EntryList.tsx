import { useRef, useState } from "react"
import { artifactsApi, type EntriesPage, type Entry, type VersionPath } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { formatBytes, plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { SearchInput } from "@/ui/SearchInput"
import { Skeleton } from "@/ui/Skeleton"
import { useRowHeight } from "@/ui/theme"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import { artifactsKey } from "../queries"
import { useOffsetRows } from "../usePages"
import { folderOf, folderTrail, lastPart } from "./paths"

const PAGE_ROWS = 200

interface EntryListProps {
  at: VersionPath
  folder: string
  search: string
  fileCount: number
  chosen: string | undefined
  onFolder: (folder: string) => void
  onFile: (name: string) => void
  onSearch: (search: string) => void
}

/** One folder of a version, or what a search found below it. A folder of 100,000 files costs the rows in view. */
export function EntryList(props: EntryListProps) {
  const { at, folder, chosen } = props
  const search = useDebounced(props.search.trim())
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = useRowHeight()
  useFocusList(scroller, "Files")
  const queryKey = [...artifactsKey(at), "files", at.collection, at.version, folder, search]
  const [total, setTotal] = useState(PAGE_ROWS)
  const view = useRowWindow(scroller, total, rowPx)
  const rows = useOffsetRows<Entry, EntriesPage>({
    queryKey,
    pageRows: PAGE_ROWS,
    first: view.first,
    end: view.end,
    total: total,
    read: (offset, limit, signal) => artifactsApi.entries(at, { prefix: folder, search, offset, limit }, signal),
    rowsOf: (page) => page.entries,
  })
  const learnt = rows.first.data?.total
  if (learnt !== undefined && learnt !== total) setTotal(learnt) // drawn again at once, before anything is seen
  if (rows.error) return <ErrorState error={rows.error} onRetry={() => void rows.first.refetch()} />
  return (
    <div className="flex h-full flex-col">
      <Bar {...props} page={rows.first.data} />
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        {rows.first.data?.total === 0 && (
          <p className="p-4 text-ink-3">{search ? "No file fits." : "Nothing is here."}</p>
        )}
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {Array.from({ length: view.end - view.first }, (_, step) => view.first + step).map((place) => {
              const entry = rows.rowAt(place)
              if (!entry) return <Skeleton key={place} className="mx-3 my-1 h-5" />
              return (
                <EntryRow
                  key={entry.name}
                  entry={entry}
                  heightPx={rowPx}
                  current={entry.name === chosen}
                  withPath={Boolean(search)}
                  onOpen={() => (entry.kind === "folder" ? props.onFolder(entry.name) : props.onFile(entry.name))}
                />
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

function Bar({ folder, search, fileCount, page, onFolder, onSearch }: EntryListProps & { page?: EntriesPage }) {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-line border-b bg-surface px-3">
      <SearchInput
        label={folder ? `Search below ${lastPart(folder)}` : "Search files"}
        className="w-56 max-w-full"
        value={search}
        onChange={onSearch}
      />
      <nav aria-label="Folder" className="flex min-w-0 items-center gap-1">
        <button type="button" className="hover:underline" onClick={() => onFolder("")}>
          Top
        </button>
        {folderTrail(folder).map((part) => (
          <span key={part.path} className="flex min-w-0 items-center gap-1">
            <Icon name="chevronRight" size={11} className="text-ink-3" />
            <button type="button" className="min-w-0 truncate hover:underline" onClick={() => onFolder(part.path)}>
              {part.name}
            </button>
          </span>
        ))}
      </nav>
      <span className="num ml-auto whitespace-nowrap text-ink-3 text-sm">
        {page ? `${plural(page.file_count, "file")} · ${formatBytes(page.size_bytes)}` : plural(fileCount, "file")}
      </span>
    </div>
  )
}

interface EntryRowProps {
  entry: Entry
  heightPx: number
  current: boolean
  withPath: boolean
  onOpen: () => void
}

function EntryRow({ entry, heightPx, current, withPath, onOpen }: EntryRowProps) {
  const isFolder = entry.kind === "folder"
  const reference = entry.kind === "file" ? entry.reference : null
  return (
    <button
      type="button"
      data-item
      aria-current={current || undefined}
      onClick={onOpen}
      style={{ height: heightPx }}
      title={reference ?? entry.name}
      className={cx(
        "flex w-full items-center gap-2 pr-3 pl-3 text-left -outline-offset-2 hover:bg-hover",
        current && "bg-accent-soft",
      )}
    >
      <Icon name={isFolder ? "folder" : reference ? "external" : "file"} size={14} className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        {withPath && folderOf(entry.name) && <span className="text-ink-3">{folderOf(entry.name)}/</span>}
        {lastPart(entry.name)}
      </span>
      {isFolder && <span className="num text-ink-3 text-sm">{entry.file_count.toLocaleString("en-US")}</span>}
      <span className="num w-20 text-right text-ink-3 text-sm">
        {reference && entry.size_bytes === 0 ? "reference" : formatBytes(entry.size_bytes)}
      </span>
    </button>
  )
}
