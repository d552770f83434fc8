import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { type MappingVersion, mappingApi } from "@/api/mapping"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { LineDiff } from "@/ui/LineDiff"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"

interface MappingVersionsProps {
  entity: string
  project: string
  /** The version that stored spans were last understood by; 0 for none. */
  applied: number
  onRestore: (version: MappingVersion) => void
}

/** Every version of a project's table: who made it, when, what it changed, and the way back to it. */
export function MappingVersions({ entity, project, applied, onRestore }: MappingVersionsProps) {
  const [opened, setOpened] = useState<number | null>(null)
  const found = useQuery({
    queryKey: ["span-mapping", entity, project, "versions"],
    queryFn: ({ signal }) => mappingApi.versions(entity, project, signal),
  })
  if (found.isPending) return <SkeletonRows rows={4} />
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { versions } = found.data
  if (versions.length === 0) {
    return <EmptyState icon="clock" title="No versions yet" text="Each table that is saved is kept here for good." />
  }
  return (
    <ol aria-label="Versions" className="divide-y divide-line">
      {versions.map((one, index) => (
        <Version
          key={one.version}
          one={one}
          before={versions[index + 1]?.document ?? ""}
          isNewest={index === 0}
          isApplied={one.version === applied}
          open={opened === one.version}
          onOpen={() => setOpened(opened === one.version ? null : one.version)}
          onRestore={() => onRestore(one)}
        />
      ))}
    </ol>
  )
}

interface VersionProps {
  one: MappingVersion
  before: string
  isNewest: boolean
  isApplied: boolean
  open: boolean
  onOpen: () => void
  onRestore: () => void
}

function Version({ one, before, isNewest, isApplied, open, onOpen, onRestore }: VersionProps) {
  return (
    <li className="py-1.5">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">Version {one.version}</span>
        {isNewest && <Badge tone="ok">in use</Badge>}
        {isApplied && <Badge>applied to stored spans</Badge>}
        <span className="min-w-0 flex-1 truncate text-ink-3">
          {one.created_by} · <RelativeTime at={one.created_at} />
        </span>
        <Button size="sm" variant="ghost" aria-expanded={open} onClick={onOpen}>
          Changes
        </Button>
        {!isNewest && (
          <Button size="sm" variant="ghost" icon="undo" title="Put its text into the editor" onClick={onRestore}>
            Restore
          </Button>
        )}
      </div>
      {open && (
        <div className="mt-1 overflow-auto rounded-md border border-line">
          {one.document === before ? (
            <p className="px-3 py-2 text-ink-3 text-sm">The same text as the version before.</p>
          ) : (
            <LineDiff before={before} after={one.document} />
          )}
        </div>
      )}
    </li>
  )
}
