import type { ObjectDetail, ObjectPath, ObjectRow } from "@/api/objects"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { LineDiff } from "@/ui/LineDiff"
import { Select } from "@/ui/Select"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { textOf } from "./contents"
import { useVersion } from "./useObject"

interface DiffTabProps {
  at: ObjectPath
  detail: ObjectDetail
  versions: readonly ObjectRow[]
}

/** What became of another version on the way to this one; of the version before unless the address names one. */
export function DiffTab({ at, detail, versions }: DiffTabProps) {
  const [url, change] = useUrlState()
  const others = versions.filter((row) => row.digest !== detail.digest)
  const before = others.find((row) => row.version < detail.version) ?? others[0]
  const base = others.find((row) => row.digest === url.base)?.digest ?? before?.digest ?? null
  const found = useVersion(at, base)
  if (base === null)
    return <EmptyState icon="tag" title="Nothing to compare with" text={`v${detail.version} is the only version.`} />
  return (
    <>
      <div className="flex min-h-11 shrink-0 items-center gap-3 border-line border-b bg-surface px-4">
        <Select
          size="sm"
          label="Compare with"
          value={base}
          options={others.map((row) => ({ value: row.digest, label: `v${row.version}`, hint: row.aliases.join(", ") }))}
          onChange={(next) => change({ base: next }, { push: true })}
          className="num"
        />
        <Icon name="chevronRight" size={12} className="text-ink-3" />
        <span className="num font-semibold">v{detail.version}</span>
      </div>
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows className="p-4" />}
      {found.data && <Body before={textOf(found.data)} after={textOf(detail)} />}
    </>
  )
}

function Body({ before, after }: { before: string; after: string }) {
  if (before === after) return <p className="p-4 text-ink-3">What people see of both versions is the same.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <div tabIndex={0} className="min-h-0 flex-1 overflow-auto -outline-offset-2">
      <LineDiff before={before} after={after} />
    </div>
  )
}
