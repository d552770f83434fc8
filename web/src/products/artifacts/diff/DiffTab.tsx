import { useQuery } from "@tanstack/react-query"
import type { ChangeKind, VersionDetail } from "@/api/artifacts"
import { artifactsApi } from "@/api/artifacts"
import { cx } from "@/lib/classNames"
import { readChoice } from "@/lib/urlState"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { artifactsKey } from "../queries"
import { useVersions } from "../usePages"
import { usePlaces } from "../usePlaces"
import { BaseSelect } from "./BaseSelect"
import { ChangedFiles } from "./ChangedFiles"
import { MetadataChanges } from "./MetadataChanges"
import { sizeDeltaText } from "./sizes"

const KINDS = ["all", "added", "removed", "changed"] as const

/** What became of another version on the way to this one. In the address: `base`, `kind`, `q`. */
export function DiffTab({ found }: { found: VersionDetail }) {
  const [url, change] = useUrlState()
  const { before, after } = usePlaces(found)
  const versions = useVersions(found)
  const base = url.base ?? before ?? after
  const kind = readChoice(url.kind, KINDS, "all")
  const diff = useQuery({
    queryKey: [...artifactsKey(found), "diff", found.collection, found.version, base],
    enabled: base !== null,
    queryFn: ({ signal }) => artifactsApi.diff(found, { base: base ?? "", limit: 1 }, signal),
  })
  if (base === null && versions.data)
    return (
      <EmptyState
        icon="artifact"
        title="Nothing to compare with"
        text={`${found.version} is the only version of ${found.collection}.`}
      />
    )
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-4">
        <BaseSelect
          found={found}
          base={base ?? ""}
          versions={versions.data?.pages.flatMap((page) => page.versions) ?? []}
          onChange={(next) => change({ base: next, kind: null }, { push: true })}
        />
        <Icon name="chevronRight" size={12} className="text-ink-3" />
        <span className="num font-semibold">{found.version}</span>
        {diff.data && (
          <Counts
            counts={diff.data.counts}
            sizeDelta={diff.data.size_delta}
            kind={kind}
            onKind={(next) => change({ kind: next === "all" ? null : next })}
          />
        )}
      </div>
      {diff.error && <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />}
      {!diff.data && !diff.error && <SkeletonRows className="p-4" />}
      {diff.data && base && (
        <div className="grid min-h-0 flex-1 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] max-lg:grid-rows-2">
          <ChangedFiles
            key={`${base}?${kind}`}
            found={found}
            base={base}
            kind={kind === "all" ? undefined : kind}
            same={diff.data.counts.same}
            search={url.q ?? ""}
            onSearch={(q) => change({ q })}
            opened={url.file}
            onOpen={(file) => change({ file }, { push: file !== null && !url.file })}
          />
          <MetadataChanges
            changes={diff.data.metadata}
            before={diff.data.base.version}
            after={diff.data.version.version}
          />
        </div>
      )}
    </div>
  )
}

interface CountsProps {
  counts: Record<ChangeKind | "same", number>
  sizeDelta: number
  kind: (typeof KINDS)[number]
  onKind: (kind: (typeof KINDS)[number]) => void
}

function Counts({ counts, sizeDelta, kind, onKind }: CountsProps) {
  const all = counts.added + counts.removed + counts.changed
  const numbers = { all, added: counts.added, removed: counts.removed, changed: counts.changed }
  return (
    <>
      <span className="flex gap-1">
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={kind === one}
            onClick={() => onKind(one)}
            className={cx(
              "num h-6 rounded-md border px-2 text-sm",
              kind === one ? "border-accent bg-accent-soft text-accent" : "border-line text-ink-2 hover:bg-hover",
            )}
          >
            {numbers[one].toLocaleString("en-US")} {one === "all" ? "differences" : one}
          </button>
        ))}
      </span>
      <span className="num text-ink-3 text-sm">
        {counts.same.toLocaleString("en-US")} the same · {sizeDeltaText(sizeDelta)}
      </span>
    </>
  )
}
