import { useMemo, useRef, useState } from "react"
import { api, type RunFile, type RunPath } from "@/api"
import { cx } from "@/lib/classNames"
import { formatBytes, plural } from "@/lib/format"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { useRowHeight } from "@/ui/theme"
import { useRowWindow } from "@/ui/useRowWindow"
import { useUrlState } from "@/ui/useUrlState"
import { FilePreview } from "./FilePreview"
import { type FileNode, fileRows } from "./fileTree"
import { useRunFiles } from "./useRunFiles"

/** The files of a run beside the one that is looked at. In the address: `file`. */
export function FilesTab({ at }: { at: RunPath }) {
  const found = useRunFiles(at)
  const [url, change] = useUrlState()
  const [share, setShare] = useState(0.42)
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-4" />
  const { files, total } = found.data
  if (files.length === 0)
    return (
      <EmptyState
        icon="folder"
        title="No files yet"
        text="Files that the script saves, and those that wandb adds, appear here."
      />
    )
  const chosen = files.find((file) => file.name === url.file)
  const list = (
    <FileList
      files={files}
      total={total}
      chosen={url.file}
      onChoose={(file) => change({ file: file.name }, { push: true })}
    />
  )
  if (!chosen) return list
  const preview = (
    <FilePreview
      key={chosen.name}
      file={chosen}
      downloadUrl={api.fileUrl(at, chosen.name, { download: true })}
      onClose={() => change({ file: null })}
    />
  )
  return (
    <>
      <div className="h-full md:hidden">{preview}</div>
      <div className="h-full max-md:hidden">
        <Splitter label="Width of the file list" share={share} onChange={setShare} first={list} second={preview} />
      </div>
    </>
  )
}

interface FileListProps {
  files: RunFile[]
  total: number
  chosen: string | undefined
  onChoose: (file: RunFile) => void
}

function FileList({ files, total, chosen, onChoose }: FileListProps) {
  const [search, setSearch] = useState("")
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const openByDefault = files.length <= 40
  const rows = useMemo(() => {
    const text = search.toLowerCase()
    const shown = text ? files.filter((file) => file.name.toLowerCase().includes(text)) : files
    return fileRows(shown, (path) => Boolean(text) || openByDefault !== toggled.has(path))
  }, [files, search, toggled, openByDefault])
  const toggle = (path: string) =>
    setToggled((before) => {
      const next = new Set(before)
      if (!next.delete(path)) next.add(path)
      return next
    })
  const bytes = files.reduce((sum, file) => sum + file.size_bytes, 0)
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-surface px-3">
        <SearchInput label="Search files" className="w-64 max-w-full" value={search} onChange={setSearch} />
        <span className="num ml-auto whitespace-nowrap text-ink-3 text-sm">
          {plural(total, "file")} · {formatBytes(bytes)}
          {total > files.length && ` in the first ${files.length.toLocaleString("en-US")}`}
        </span>
      </div>
      <FileRows
        rows={rows}
        chosen={chosen}
        isOpen={(path) => Boolean(search) || openByDefault !== toggled.has(path)}
        onToggle={toggle}
        onChoose={onChoose}
      />
    </div>
  )
}

interface FileRowsProps {
  rows: FileNode[]
  chosen: string | undefined
  isOpen: (path: string) => boolean
  onToggle: (path: string) => void
  onChoose: (file: RunFile) => void
}

function FileRows({ rows, chosen, isOpen, onToggle, onChoose }: FileRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = useRowHeight()
  const view = useRowWindow(scroller, rows.length, rowPx)
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      {rows.length === 0 && <p className="p-4 text-ink-3">No file fits.</p>}
      <div className="relative" style={{ height: view.heightPx }}>
        <div className="absolute inset-x-0" style={{ top: view.topPx }}>
          {rows.slice(view.first, view.end).map((row) => (
            <button
              key={row.path}
              type="button"
              aria-expanded={row.file ? undefined : isOpen(row.path)}
              aria-current={row.path === chosen || undefined}
              onClick={() => (row.file ? onChoose(row.file) : onToggle(row.path))}
              style={{ height: rowPx, paddingLeft: 12 + row.depth * 18 }}
              className={cx(
                "flex w-full items-center gap-2 pr-3 text-left -outline-offset-2 hover:bg-hover",
                row.path === chosen && "bg-accent-soft",
              )}
            >
              <Icon
                name={row.file ? "file" : isOpen(row.path) ? "chevronDown" : "folder"}
                size={14}
                className="text-ink-3"
              />
              <span className="min-w-0 flex-1 truncate">{row.name}</span>
              {!row.file && <span className="num text-ink-3 text-sm">{row.fileCount}</span>}
              <span className="num w-20 text-right text-ink-3 text-sm">{formatBytes(row.sizeBytes)}</span>
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
