import { Link } from "@tanstack/react-router"
import { useEffect, useRef } from "react"
import type { ArtifactCollection, ArtifactType, ArtifactVersion, ProjectPath } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { plural } from "@/lib/format"
import { Icon } from "@/ui/Icon"
import { SearchInput } from "@/ui/SearchInput"
import { useRowHeight } from "@/ui/theme"
import { useDebounced } from "@/ui/useDebounced"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import { AliasChips } from "../AliasChips"
import { collectionPage, typePage, versionPage } from "../address"
import { useCollections, useVersions } from "../usePages"

interface ArtifactTreeProps {
  at: ProjectPath
  types: ArtifactType[]
  /** The type whose collections are listed. */
  open: string
  collection: string | undefined
  search: string
  onSearch: (search: string) => void
}

type Row =
  | { kind: "type"; type: ArtifactType }
  | { kind: "collection"; collection: ArtifactCollection }
  | { kind: "version"; version: ArtifactVersion }
  | { kind: "note"; text: string }

/** The pane beside the tree lists all of them. */
const SHOWN_VERSIONS = 8

/** Types with the collections of the open one; with a search, all collections that fit. */
export function ArtifactTree({ at, types, open, collection, search, onSearch }: ArtifactTreeProps) {
  const text = useDebounced(search.trim())
  const found = useCollections(at, text ? { search: text } : { type: open })
  const listed = found.data?.pages.flatMap((page) => page.collections) ?? []
  const versions = useVersions({ ...at, collection: collection ?? "" }, "", collection !== undefined)
  const newest = versions.data?.pages[0].versions.slice(0, SHOWN_VERSIONS) ?? []
  const rows = text ? searchRows(listed, text, found.isPending) : treeRows(types, open, listed, newest)
  return (
    <nav
      aria-label="Artifacts"
      className={cx(
        "flex h-full w-full flex-col border-line border-r bg-surface md:w-72 md:shrink-0",
        collection && "max-md:hidden",
      )}
    >
      <div className="flex h-10 shrink-0 items-center border-line border-b px-2">
        <SearchInput label="Search artifacts" className="w-full" value={search} onChange={onSearch} />
      </div>
      <TreeRows
        at={at}
        rows={rows}
        open={open}
        collection={collection}
        withTypes={Boolean(text)}
        onEnd={() => {
          if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage()
        }}
      />
    </nav>
  )
}

function treeRows(types: ArtifactType[], open: string, listed: ArtifactCollection[], newest: ArtifactVersion[]): Row[] {
  const rows: Row[] = []
  for (const type of types) {
    rows.push({ kind: "type", type })
    if (type.name !== open) continue
    for (const collection of listed) {
      rows.push({ kind: "collection", collection })
      if (collection.name !== newest[0]?.collection) continue
      rows.push(...newest.map((version): Row => ({ kind: "version", version })))
    }
  }
  return rows
}

function searchRows(listed: ArtifactCollection[], text: string, pending: boolean): Row[] {
  if (listed.length === 0 && !pending) return [{ kind: "note", text: `Nothing fits “${text}”.` }]
  return listed.map((collection) => ({ kind: "collection", collection }))
}

interface TreeRowsProps {
  at: ProjectPath
  rows: Row[]
  open: string
  collection: string | undefined
  withTypes: boolean
  onEnd: () => void
}

function TreeRows({ at, rows, open, collection, withTypes, onEnd }: TreeRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const rowPx = useRowHeight()
  const view = useRowWindow(scroller, rows.length, rowPx)
  useFocusList(scroller, "Artifacts")
  const atEnd = view.end >= rows.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when rows came and the end is still in view
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, rows.length])
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto py-1">
      <div className="relative" style={{ height: view.heightPx }}>
        <div className="absolute inset-x-0" style={{ top: view.topPx }}>
          {rows.slice(view.first, view.end).map((row) => (
            <div key={keyOf(row)} style={{ height: rowPx }} className="px-1.5">
              {row.kind === "note" && <p className="px-2 py-1 text-ink-3">{row.text}</p>}
              {row.kind === "type" && <TypeRow at={at} type={row.type} open={row.type.name === open} />}
              {row.kind === "version" && <VersionRow version={row.version} />}
              {row.kind === "collection" && (
                <CollectionRow
                  at={at}
                  found={row.collection}
                  current={row.collection.name === collection}
                  withType={withTypes}
                />
              )}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function keyOf(row: Row): string {
  if (row.kind === "type") return `type:${row.type.name}`
  if (row.kind === "collection") return `collection:${row.collection.name}`
  return row.kind === "version" ? row.version.version : "note"
}

const ITEM = "flex h-full items-center gap-1.5 rounded-md px-2 -outline-offset-2"

function TypeRow({ at, type, open }: { at: ProjectPath; type: ArtifactType; open: boolean }) {
  return (
    <Link
      {...typePage({ ...at, type: type.name })}
      search={true}
      data-item
      aria-expanded={open}
      className={cx(ITEM, "font-medium hover:bg-hover")}
      title={`${plural(type.collection_count, "collection")}, ${plural(type.version_count, "version")}`}
    >
      <Icon name={open ? "chevronDown" : "chevronRight"} size={12} className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{type.name}</span>
      <span className="num font-normal text-ink-3 text-sm">{type.collection_count}</span>
    </Link>
  )
}

function VersionRow({ version }: { version: ArtifactVersion }) {
  return (
    <Link {...versionPage(version)} data-item className={cx(ITEM, "pl-12 text-ink-2 hover:bg-hover hover:text-ink")}>
      <span className="num">{version.version}</span>
      <AliasChips aliases={version.aliases} most={2} />
    </Link>
  )
}

interface CollectionRowProps {
  at: ProjectPath
  found: ArtifactCollection
  current: boolean
  withType: boolean
}

function CollectionRow({ at, found, current, withType }: CollectionRowProps) {
  return (
    <Link
      {...collectionPage({ ...at, type: found.type, collection: found.name })}
      search={true}
      data-item
      aria-current={current ? "page" : undefined}
      className={cx(ITEM, !withType && "pl-6", current ? "bg-accent-soft text-accent" : "text-ink-2 hover:bg-hover")}
      title={`${found.type} / ${found.name}: ${plural(found.version_count, "version")}`}
    >
      <Icon name={found.kind === "portfolio" ? "external" : "artifact"} size={13} className="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        {withType && <span className="text-ink-3">{found.type} / </span>}
        {found.name}
      </span>
      <span className="num text-ink-3 text-sm">{found.latest_version ?? "–"}</span>
    </Link>
  )
}
