import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import type { ArtifactCollection, ProjectPath } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import { Chip } from "@/ui/Chip"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { AliasChips } from "../AliasChips"
import { collectionPage, versionPage } from "../address"
import { useCollections } from "../usePages"
import { MoreButton } from "./MoreButton"

/** The collections of a type, each with its newest version. */
export function TypePane({ at, type, search }: { at: ProjectPath; type: string; search: string }) {
  const text = useDebounced(search.trim())
  const found = useCollections(at, text ? { search: text } : { type })
  const pane = useRef<HTMLDivElement>(null)
  useFocusList(pane, "Collections")
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const rows = found.data.pages.flatMap((page) => page.collections)
  const total = found.data.pages[0].total
  return (
    <section ref={pane} aria-label={`Collections of type ${type}`} className="flex h-full flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 border-line border-b bg-surface px-4">
        <h1 className="font-semibold">{text ? `Found for “${text}”` : type}</h1>
        <span className="num text-ink-3 text-sm">{plural(total, "collection")}</span>
      </header>
      <DataTable label="Collections" columns={columnsOf(at)} rows={rows} className="min-h-0 flex-1" />
      <MoreButton shown={rows.length} total={total} noun="collection" pages={found} />
    </section>
  )
}

/** `latest` says nothing here: it is the newest version. */
const namedAliases = (row: ArtifactCollection) =>
  row.aliases.filter(({ alias }) => alias !== "latest").map(({ alias, version }) => `${alias} → ${version}`)

function columnsOf(at: ProjectPath): TableColumn<ArtifactCollection>[] {
  return [
    {
      columnId: "name",
      label: "Collection",
      widthPx: 220,
      render: (row) => (
        <Link
          {...collectionPage({ ...at, type: row.type, collection: row.name })}
          search={true}
          data-item
          className="font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      columnId: "latest",
      label: "Newest",
      widthPx: 72,
      render: (row) =>
        row.latest_version && (
          <Link
            {...versionPage({ ...at, type: row.type, collection: row.name, version: row.latest_version })}
            className="num text-accent hover:underline"
          >
            {row.latest_version}
          </Link>
        ),
    },
    {
      columnId: "aliases",
      label: "Aliases",
      widthPx: 190,
      render: (row) => <AliasChips aliases={namedAliases(row)} />,
    },
    { columnId: "versions", label: "Versions", widthPx: 80, numeric: true, render: (row) => row.version_count },
    {
      columnId: "size",
      label: "Size",
      widthPx: 84,
      numeric: true,
      render: (row) => (row.size_bytes === null ? "–" : formatBytes(row.size_bytes)),
    },
    {
      columnId: "files",
      label: "Files",
      widthPx: 72,
      numeric: true,
      render: (row) => row.file_count?.toLocaleString("en-US") ?? "–",
    },
    {
      columnId: "tags",
      label: "Tags",
      widthPx: 130,
      render: (row) => (
        <span className="flex gap-1">
          {row.tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </span>
      ),
    },
    { columnId: "updated", label: "Changed", widthPx: 100, render: (row) => <RelativeTime at={row.updated_at} /> },
  ]
}
