import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import type { RunPath } from "@/api"
import type { ArtifactVersion } from "@/api/artifacts"
import { formatBytes } from "@/lib/format"
import { DataTable, type TableColumn } from "@/ui/DataTable"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useFocusList } from "@/ui/useFocusList"
import { AliasChips } from "./AliasChips"
import { versionPage } from "./address"
import { runArtifactsQuery } from "./queries"
import { RunName } from "./RunName"
import { logSnippet } from "./snippets"

/** What a run used, and what it made. */
export function RunArtifacts({ at, running }: { at: RunPath; running: boolean }) {
  const found = useQuery({ ...runArtifactsQuery(at), refetchInterval: running ? 15_000 : false })
  const list = useRef<HTMLDivElement>(null)
  useFocusList(list, "Artifacts")
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const { inputs, outputs } = found.data
  if (inputs.length + outputs.length === 0)
    return (
      <EmptyState
        icon="artifact"
        title="No artifacts"
        text="The run has neither used nor logged one. Artifacts keep data sets and models in versions, and tie runs together."
        snippet={logSnippet(at.entity, at.project)}
      />
    )
  return (
    <div ref={list} className="flex h-full flex-col gap-4 p-4">
      <Part title="Used" text="Versions that went in." rows={inputs} withMaker />
      <Part title="Logged" text="Versions that came out." rows={outputs} />
    </div>
  )
}

interface PartProps {
  title: string
  text: string
  rows: ArtifactVersion[]
  withMaker?: boolean
}

function Part({ title, text, rows, withMaker }: PartProps) {
  return (
    <section
      aria-label={title}
      className="flex min-h-0 flex-col overflow-hidden rounded-lg border border-line bg-surface"
    >
      <header className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">
        <h2 className="font-semibold">{title}</h2>
        <span className="num text-ink-3 text-sm">{rows.length}</span>
        <span className="text-ink-3 text-sm">{text}</span>
      </header>
      {rows.length === 0 ? (
        <p className="p-3 text-ink-3">None.</p>
      ) : (
        <DataTable
          label={title}
          columns={withMaker ? [NAME, TYPE, MAKER, ...SIZES] : [NAME, TYPE, ...SIZES]}
          rows={rows}
        />
      )}
    </section>
  )
}

const NAME: TableColumn<ArtifactVersion> = {
  columnId: "name",
  label: "Artifact",
  widthPx: 260,
  render: (row) => (
    <span className="flex items-center gap-2">
      <Link {...versionPage(row)} data-item className="min-w-0 truncate font-medium hover:underline">
        {row.collection}
        <span className="num">:{row.version}</span>
      </Link>
      <AliasChips aliases={row.aliases} />
    </span>
  ),
}

const TYPE: TableColumn<ArtifactVersion> = { columnId: "type", label: "Type", widthPx: 100, render: (row) => row.type }

const MAKER: TableColumn<ArtifactVersion> = {
  columnId: "maker",
  label: "Made by",
  widthPx: 150,
  render: (row) => (row.run ? <RunName run={row.run} /> : (row.user ?? "–")),
}

const SIZES: TableColumn<ArtifactVersion>[] = [
  { columnId: "size", label: "Size", widthPx: 84, numeric: true, render: (row) => formatBytes(row.size_bytes) },
  {
    columnId: "files",
    label: "Files",
    widthPx: 70,
    numeric: true,
    render: (row) => row.file_count.toLocaleString("en-US"),
  },
  { columnId: "users", label: "Runs using it", widthPx: 96, numeric: true, render: (row) => row.used_by_count },
  { columnId: "created", label: "Created", widthPx: 100, render: (row) => <RelativeTime at={row.created_at} /> },
]
