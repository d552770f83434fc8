import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import type { VersionNode } from "@/api/artifacts"
import { formatBytes, plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { RelativeTime } from "@/ui/RelativeTime"
import { Skeleton } from "@/ui/Skeleton"
import { AliasChips } from "../AliasChips"
import { versionPage, versionTab } from "../address"
import { versionQuery } from "../queries"
import { RunName } from "../RunName"

/** A version in the drawer. */
export function VersionBody({ node }: { node: VersionNode }) {
  const found = useQuery(versionQuery(node))
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ink-2">
        <span className="text-ink-3">{node.type}</span>
        <AliasChips aliases={node.aliases} most={8} />
        <span className="num">
          {formatBytes(node.size_bytes)} · {plural(node.file_count, "file")}
        </span>
        <span className="text-ink-3">
          created <RelativeTime at={node.created_at} />
        </span>
        {found.data?.run && (
          <span className="inline-flex min-w-0 gap-1 text-ink-3">
            by <RunName run={found.data.run} />
          </span>
        )}
      </div>
      <div className="flex gap-4">
        <Link {...versionTab(node, "files")} className="text-accent hover:underline">
          Files
        </Link>
        <Link {...versionTab(node, "diff")} className="text-accent hover:underline">
          Compare
        </Link>
        <Link {...versionTab(node, "lineage")} className="text-accent hover:underline">
          Its own lineage
        </Link>
      </div>
      {node.registries.length > 0 && (
        <ul aria-label="Registries" className="space-y-1.5">
          {node.registries.map((shelf) => (
            <li key={`${shelf.project}/${shelf.collection}`} className="flex min-w-0 items-center gap-1.5">
              <Icon name="shelf" size={14} className="shrink-0 text-ink-3" />
              <Link {...versionPage(shelf)} className="min-w-0 truncate hover:underline">
                {shelf.project} / {shelf.collection}
                <span className="num">:{shelf.version}</span>
              </Link>
              <AliasChips aliases={shelf.aliases} />
            </li>
          ))}
        </ul>
      )}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton className="h-40" />}
      {found.data?.description && <p className="whitespace-pre-wrap break-words">{found.data.description}</p>}
      {found.data && <KeyValueTree label="Metadata" value={found.data.metadata ?? {}} empty="None were logged." />}
    </div>
  )
}
