import { useRef, useState } from "react"
import { type ArtifactVersion, artifactsApi, type ChangeKind, type FileChange, type VersionDiff } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { formatBytes, plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { Skeleton } from "@/ui/Skeleton"
import { useRowHeight } from "@/ui/theme"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import { previewKind } from "../files/paths"
import { artifactsKey } from "../queries"
import { useOffsetRows } from "../usePages"
import { FileDiff } from "./FileDiff"
import { sizeDeltaText } from "./sizes"

const PAGE_ROWS = 200

interface ChangedFilesProps {
  found: ArtifactVersion
  base: string
  kind: ChangeKind | undefined
  same: number
  search: string
  onSearch: (search: string) => void
  opened: string | undefined
  onOpen: (name: string | null) => void
}

/** Files that are not the same in both; a text opens to show its lines. */
export function ChangedFiles({ found, base, kind, same, search, onSearch, opened, onOpen }: ChangedFilesProps) {
  const text = useDebounced(search.trim())
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = useRowHeight()
  const [total, setTotal] = useState(PAGE_ROWS)
  useFocusList(scroller, "Files")
  const view = useRowWindow(scroller, total, rowPx)
  const rows = useOffsetRows<FileChange, VersionDiff>({
    queryKey: [...artifactsKey(found), "diff-files", found.collection, found.version, base, kind, text],
    pageRows: PAGE_ROWS,
    first: view.first,
    end: view.end,
    total: total,
    read: (offset, limit, signal) => artifactsApi.diff(found, { base, kind, search: text, offset, limit }, signal),
    rowsOf: (page) => page.files,
  })
  const learnt = rows.first.data?.total
  if (learnt !== undefined && learnt !== total) setTotal(learnt) // drawn again at once, before anything is seen
  const shown = findShown(rows.rowAt, view.first, view.end, opened)
  if (rows.error) return <ErrorState error={rows.error} onRetry={() => void rows.first.refetch()} />
  return (
    <section aria-label="Files that differ" className="flex min-h-0 flex-col border-line border-r">
      <div className="flex h-10 shrink-0 items-center gap-3 border-line border-b px-4">
        <SearchInput label="Search differences" className="w-56" value={search} onChange={onSearch} />
      </div>
      <div ref={scroller} className="min-h-24 flex-1 overflow-auto">
        {rows.first.data?.total === 0 && (
          <p className="p-4 text-ink-3">
            {text || kind ? "No file fits." : `The files are the same: ${plural(same, "file")} with equal digests.`}
          </p>
        )}
        <div className="relative" style={{ height: view.heightPx }}>
          <div className="absolute inset-x-0" style={{ top: view.topPx }}>
            {Array.from({ length: view.end - view.first }, (_, step) => view.first + step).map((place) => {
              const row = rows.rowAt(place)
              if (!row) return <Skeleton key={place} className="mx-4 my-1 h-5" />
              return (
                <ChangeRow
                  key={row.name}
                  change={row}
                  heightPx={rowPx}
                  current={row.name === opened}
                  onOpen={() => onOpen(row.name === opened ? null : row.name)}
                />
              )
            })}
          </div>
        </div>
      </div>
      {shown && <FileDiff key={shown.name} change={shown} onClose={() => onOpen(null)} />}
    </section>
  )
}

function findShown(
  rowAt: (row: number) => FileChange | undefined,
  first: number,
  end: number,
  name: string | undefined,
): FileChange | null {
  if (!name) return null
  for (let row = Math.max(0, first - PAGE_ROWS); row < end + PAGE_ROWS; row++) {
    const found = rowAt(row)
    if (found?.name === name) return found
  }
  return null
}

const LOOK: Record<ChangeKind, { sign: string; tone: string }> = {
  added: { sign: "+", tone: "text-ok" },
  removed: { sign: "−", tone: "text-danger" },
  changed: { sign: "~", tone: "text-warn" },
}

interface ChangeRowProps {
  change: FileChange
  heightPx: number
  current: boolean
  onOpen: () => void
}

function ChangeRow({ change, heightPx, current, onOpen }: ChangeRowProps) {
  const { sign, tone } = LOOK[change.kind]
  const file = change.after ?? change.before
  const opens = file !== null && file.url !== null && previewKind(file.name, file.mimetype) !== "none"
  return (
    <button
      type="button"
      data-item
      aria-expanded={opens ? current : undefined}
      disabled={!opens}
      onClick={onOpen}
      style={{ height: heightPx }}
      title={change.name}
      className={cx(
        "flex w-full items-center gap-2 px-4 text-left -outline-offset-2 enabled:hover:bg-hover disabled:cursor-default",
        current && "bg-accent-soft",
      )}
    >
      <span className={cx("num w-3 shrink-0 text-center font-semibold", tone)} aria-hidden="true">
        {sign}
      </span>
      <span className="sr-only">{change.kind}</span>
      <span className={cx("min-w-0 flex-1 truncate", change.kind === "removed" && "line-through decoration-ink-3")}>
        {change.name}
      </span>
      <span className="num shrink-0 text-ink-3 text-sm">
        {change.kind === "changed" ? sizeDeltaText(change.size_delta) : formatBytes(Math.abs(change.size_delta))}
      </span>
    </button>
  )
}
