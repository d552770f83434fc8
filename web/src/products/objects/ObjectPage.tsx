import { Link, useNavigate } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { isApiError } from "@/api"
import type { ObjectDetail, ObjectPath, ObjectRow } from "@/api/objects"
import { formatBytes } from "@/lib/format"
import { readChoice } from "@/lib/urlState"
import { addressOf } from "@/lib/weaveRefs"
import { Badge } from "@/ui/Badge"
import { Chip } from "@/ui/Chip"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { BoardTab } from "./BoardTab"
import { descriptionOf } from "./contents"
import { DiffTab } from "./DiffTab"
import { nameOfKind } from "./kinds"
import { RowsTab } from "./RowsTab"
import { UsedInTab } from "./UsedInTab"
import { useVersion, useVersions } from "./useObject"
import { ValueTab } from "./ValueTab"
import { VersionsTab } from "./VersionsTab"

/** How messages and other values are drawn: the page of traces knows, and whoever builds both pages hands it in. */
export type DrawContent = (title: string, value: unknown) => ReactNode

interface ObjectPageProps {
  at: ObjectPath
  version: string
  draw: DrawContent
}

const TABS = ["board", "rows", "content", "versions", "diff", "used"] as const

/** One version of an object. The address is the one that Weave's clients print. */
export function ObjectPage({ at, version, draw }: ObjectPageProps) {
  const [url, change] = useUrlState()
  const found = useVersion(at, version)
  const versions = useVersions(at)
  if (isApiError(found.error, 404))
    return <EmptyState icon="search" title="No such object" text={found.error.message} />
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const detail = found.data
  const first = firstTab(detail)
  const shown = readChoice(url.tab, TABS, first)
  const items = [
    ...(detail.kind === "leaderboard" ? [{ value: "board" as const, label: "Leaderboard" }] : []),
    ...(detail.table ? [{ value: "rows" as const, label: "Rows", count: detail.row_count ?? 0 }] : []),
    { value: "content" as const, label: detail.code === null ? "Content" : "Code" },
    { value: "versions" as const, label: "Versions", count: versions.data?.length },
    { value: "diff" as const, label: "Diff" },
    { value: "used" as const, label: "Used in" },
  ]
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head at={at} detail={detail} versions={versions.data ?? [detail]} />
      <Tabs
        label="Parts of the object"
        value={shown}
        items={items}
        onChange={(tab) => change({ tab: tab === first ? null : tab })}
        className="shrink-0 bg-surface px-3"
      />
      <div role="tabpanel" aria-label={shown} className="flex min-h-0 flex-1 flex-col overflow-auto">
        {shown === "board" && <BoardTab at={at} detail={detail} />}
        {shown === "content" && <ValueTab detail={detail} draw={draw} />}
        {shown === "rows" && detail.table && <RowsTab at={at} table={detail.table} total={detail.row_count ?? 0} />}
        {shown === "versions" && <VersionsTab at={at} current={detail} versions={versions.data ?? []} />}
        {shown === "diff" && <DiffTab at={at} detail={detail} versions={versions.data ?? []} />}
        {shown === "used" && <UsedInTab at={at} detail={detail} />}
      </div>
    </div>
  )
}

/** Of a leaderboard or a data set nobody wants to read which columns it has, or where its rows are. */
function firstTab(detail: ObjectDetail): (typeof TABS)[number] {
  if (detail.kind === "leaderboard") return "board"
  return detail.table ? "rows" : "content"
}

function Head({ at, detail, versions }: { at: ObjectPath; detail: ObjectDetail; versions: readonly ObjectRow[] }) {
  const navigate = useNavigate()
  const open = (version: string) => void navigate({ to: addressOf(refOf(at, version)), search: true } as never)
  const kind = detail.kind === "object" ? undefined : detail.kind
  return (
    <header className="shrink-0 bg-surface px-4 pt-3 pb-2">
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to="/$entity/$project/objects"
          params={{ entity: at.entity, project: at.project }}
          search={(kind ? { kind } : {}) as never}
          className="text-ink-3 hover:text-ink"
        >
          {nameOfKind(detail.kind)}
        </Link>
        <h1 className="min-w-0 break-words font-semibold text-lg">{detail.name}</h1>
        <Select
          size="sm"
          label="Version"
          value={detail.digest}
          options={withCurrent(versions, detail).map((row) => ({
            value: row.digest,
            label: `v${row.version}`,
            hint: row.aliases.join(", "),
          }))}
          onChange={open}
          className="num"
        />
        {[...detail.aliases, ...detail.tags].map((name) => (
          <Chip key={name}>{name}</Chip>
        ))}
        {detail.class_name && detail.class_name !== nameOfKind(detail.kind) && <Badge>{detail.class_name}</Badge>}
      </div>
      <p className="mt-1 text-ink-3 text-sm">
        <RelativeTime at={detail.created_at} /> by {detail.created_by} · {formatBytes(detail.size_bytes)} ·{" "}
        <span className="font-mono text-xs">{detail.digest}</span>
      </p>
      {descriptionOf(detail.value) && <p className="mt-1 text-ink-2">{descriptionOf(detail.value)}</p>}
    </header>
  )
}

export const refOf = (at: ObjectPath, version: string) =>
  ({ entity: at.entity, project: at.project, kind: at.op ? "op" : "object", name: at.name, version }) as const

function withCurrent(versions: readonly ObjectRow[], detail: ObjectDetail): readonly ObjectRow[] {
  return versions.some((row) => row.digest === detail.digest) ? versions : [detail, ...versions]
}
