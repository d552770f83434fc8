import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import type { ArtifactCollection } from "@/api/artifacts"
import type { RegistryDetail } from "@/api/registries"
import { plural } from "@/lib/format"
import { Chip } from "@/ui/Chip"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SearchInput } from "@/ui/SearchInput"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { useUrlState } from "@/ui/useUrlState"
import { AliasChips } from "../AliasChips"
import { MoreButton } from "../browse/MoreButton"
import { useCollections } from "../usePages"
import { registeredPage } from "./address"
import { linkSnippet } from "./snippets"

const ALL = "*"

/** The collections of a registry, by name, type and tag. */
export function CollectionsTab({ registry }: { registry: RegistryDetail }) {
  const [url, change] = useUrlState()
  const search = useDebounced((url.q ?? "").trim())
  const found = useCollections(registry, { type: url.type, tag: url.tag, search })
  const pane = useRef<HTMLDivElement>(null)
  useFocusList(pane, "Collections")
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const rows = found.data?.pages.flatMap((page) => page.collections) ?? []
  const total = found.data?.pages[0].total ?? 0
  const filtered = Boolean(search || url.type || url.tag)
  if (found.data && total === 0 && !filtered) return <Empty registry={registry} />
  const types = [ALL, ...registry.types].map((value) => ({ value, label: value === ALL ? "All types" : value }))
  return (
    <div ref={pane} className="flex h-full flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-3 border-line border-b bg-surface px-4 py-1">
        <SearchInput label="Search collections" value={url.q ?? ""} onChange={(q) => change({ q })} />
        <Select
          label="Type"
          size="sm"
          value={url.type ?? ALL}
          options={types}
          onChange={(type) => change({ type: type === ALL ? null : type })}
        />
        {url.tag && (
          <Chip active onRemove={() => change({ tag: null })} removeLabel="All tags">
            tag {url.tag}
          </Chip>
        )}
        <span className="num text-ink-3 text-sm">{found.data && plural(total, "collection")}</span>
      </div>
      {found.data ? (
        <DataTable
          label="Collections"
          columns={columnsOf(registry, (tag) => change({ tag }, { push: true }))}
          rows={rows}
          className="min-h-0 flex-1"
        />
      ) : (
        <SkeletonRows className="p-4" />
      )}
      {found.data && rows.length === 0 && <p className="flex-1 p-4 text-ink-3">No collection fits.</p>}
      <MoreButton shown={rows.length} total={total} noun="collection" pages={found} />
    </div>
  )
}

function Empty({ registry }: { registry: RegistryDetail }) {
  return (
    <EmptyState
      icon="shelf"
      title="Nothing was promoted yet"
      text="Link a version here from its page (“Link to registry”), or from a run:"
      snippet={linkSnippet(registry)}
    />
  )
}

/** `latest` says nothing here: it is the newest version. */
const namedAliases = (row: ArtifactCollection) =>
  row.aliases.filter(({ alias }) => alias !== "latest").map(({ alias, version }) => `${alias} → ${version}`)

function columnsOf(registry: RegistryDetail, onTag: (tag: string) => void): TableColumn<ArtifactCollection>[] {
  return [
    {
      columnId: "name",
      label: "Collection",
      widthPx: 220,
      render: (row) => (
        <Link {...registeredPage(registry, row.name)} data-item className="font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    { columnId: "type", label: "Type", widthPx: 90, render: (row) => <span className="text-ink-2">{row.type}</span> },
    {
      columnId: "aliases",
      label: "Aliases",
      widthPx: 290,
      render: (row) => <AliasChips aliases={namedAliases(row)} most={2} />,
    },
    { columnId: "versions", label: "Versions", widthPx: 80, numeric: true, render: (row) => row.version_count },
    {
      columnId: "tags",
      label: "Tags",
      widthPx: 140,
      render: (row) => (
        <span className="flex gap-1">
          {row.tags.map((tag) => (
            <Chip key={tag} onClick={() => onTag(tag)}>
              {tag}
            </Chip>
          ))}
        </span>
      ),
    },
    {
      columnId: "description",
      label: "Description",
      widthPx: 200,
      render: (row) => <span className="text-ink-2">{row.description}</span>,
    },
    { columnId: "updated", label: "Changed", widthPx: 100, render: (row) => <RelativeTime at={row.updated_at} /> },
  ]
}
