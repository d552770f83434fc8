import { Link, useNavigate } from "@tanstack/react-router"
import { useCallback, useMemo, useRef } from "react"
import type { ArtifactVersion, ProjectPath } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import { readList, writeList } from "@/lib/urlState"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { AliasChips } from "../AliasChips"
import { versionPage, versionTab } from "../address"
import { RunName } from "../RunName"
import { useVersions } from "../usePages"
import { MoreButton } from "./MoreButton"

interface VersionListProps {
  at: ProjectPath & { collection: string }
  type: string
}

/** The versions of a collection. Two that are ticked can be compared. */
export function VersionList({ at, type }: VersionListProps) {
  const [{ find = "", tick }, change] = useUrlState()
  const found = useVersions(at, useDebounced(find.trim()))
  const ticked = useMemo(() => readList(tick), [tick])
  const pane = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  useFocusList(pane, "Versions")
  const toggle = useCallback(
    (name: string) => {
      const next = ticked.includes(name) ? ticked.filter((one) => one !== name) : [...ticked, name].slice(-2)
      change({ tick: writeList(next) })
    },
    [ticked, change],
  )
  const pair = [...ticked].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))
  const compare = () => {
    if (pair.length !== 2) return
    const page = versionTab({ ...at, type, version: pair[1] }, "diff")
    void navigate({ ...page, search: { base: pair[0] } as never })
  }
  useCommands([{ group: "Versions", label: "Compare the two ticked versions", keys: "d", run: compare }])
  const columns = useMemo(() => columnsOf(ticked, toggle), [ticked, toggle])
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const rows = found.data?.pages.flatMap((page) => page.versions) ?? []
  const total = found.data?.pages[0].total ?? 0
  return (
    <section ref={pane} aria-label="Versions" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-line border-b bg-surface px-4">
        <SearchInput
          label="Search versions"
          className="w-64"
          value={find}
          onChange={(text) => change({ find: text })}
        />
        <span className="num text-ink-3 text-sm">{found.data && plural(total, "version")}</span>
        <Button size="sm" className="ml-auto" disabled={pair.length !== 2} onClick={compare}>
          {pair.length === 2 ? `Compare ${pair[0]} with ${pair[1]}` : "Tick two to compare"}
        </Button>
      </div>
      {found.data ? (
        <DataTable label="Versions" columns={columns} rows={rows} className="min-h-0 flex-1" />
      ) : (
        <SkeletonRows className="p-4" />
      )}
      {found.data && rows.length === 0 && <p className="p-4 text-ink-3">No version fits.</p>}
      <MoreButton shown={rows.length} total={total} noun="version" pages={found} />
    </section>
  )
}

function columnsOf(ticked: readonly string[], onTick: (name: string) => void): TableColumn<ArtifactVersion>[] {
  return [
    {
      columnId: "version",
      label: "Version",
      widthPx: 220,
      render: (row) => (
        <span className="flex items-center gap-2">
          <input
            type="checkbox"
            aria-label={`Compare ${row.version}`}
            checked={ticked.includes(row.version)}
            onChange={() => onTick(row.version)}
            className="size-3.5 shrink-0 accent-accent"
          />
          <Link {...versionPage(row)} data-item className="num font-medium hover:underline">
            {row.version}
          </Link>
          <AliasChips aliases={row.aliases} />
        </span>
      ),
    },
    {
      columnId: "run",
      label: "Made by",
      widthPx: 170,
      render: (row) => (row.run ? <RunName run={row.run} /> : <span className="text-ink-2">{row.user ?? "–"}</span>),
    },
    {
      columnId: "created",
      label: "Created",
      widthPx: 100,
      render: (row) => <RelativeTime at={row.created_at} className="text-ink-2" />,
    },
    {
      columnId: "used",
      label: "Used by",
      widthPx: 76,
      numeric: true,
      render: (row) => (row.used_by_count ? plural(row.used_by_count, "run") : <span className="text-ink-3">–</span>),
    },
    { columnId: "size", label: "Size", widthPx: 80, numeric: true, render: (row) => formatBytes(row.size_bytes) },
    {
      columnId: "files",
      label: "Files",
      widthPx: 70,
      numeric: true,
      render: (row) => row.file_count.toLocaleString("en-US"),
    },
    {
      columnId: "tags",
      label: "Tags",
      widthPx: 110,
      render: (row) => <span className="text-ink-2">{row.tags.join(", ")}</span>,
    },
    {
      columnId: "description",
      label: "Description",
      widthPx: 180,
      render: (row) => (
        <span className="text-ink-2" title={row.description ?? undefined}>
          {row.description}
        </span>
      ),
    },
  ]
}
