import { Link } from "@tanstack/react-router"
import type { ObjectDetail, ObjectPath, ObjectRow } from "@/api/objects"
import { cx } from "@/lib/classNames"
import { formatBytes } from "@/lib/format"
import { addressOf, shortDigest } from "@/lib/weaveRefs"
import { Chip } from "@/ui/Chip"
import { RelativeTime } from "@/ui/RelativeTime"
import { refOf } from "./ObjectPage"

interface VersionsTabProps {
  at: ObjectPath
  current: ObjectDetail
  versions: readonly ObjectRow[]
}

/** All versions, the newest first; from each it is one step to what changed since. */
export function VersionsTab({ at, current, versions }: VersionsTabProps) {
  return (
    <ul aria-label="Versions">
      {versions.map((row) => (
        <li
          key={row.digest}
          className={cx(
            "flex min-h-10 items-center gap-3 border-line border-b px-4 hover:bg-hover",
            row.digest === current.digest && "bg-accent-soft",
          )}
        >
          <Link to={addressOf(refOf(at, row.digest)) as never} className="num w-12 font-semibold hover:text-accent">
            v{row.version}
          </Link>
          <span className="w-20 font-mono text-ink-3 text-xs">{shortDigest(row.digest)}</span>
          <span className="flex min-w-0 flex-1 flex-wrap gap-1.5">
            {[...row.aliases, ...row.tags].map((name) => (
              <Chip key={name}>{name}</Chip>
            ))}
          </span>
          {row.digest !== current.digest && (
            <Link
              to={addressOf(refOf(at, current.digest)) as never}
              search={{ tab: "diff", base: row.digest } as never}
              className="text-accent text-sm hover:underline"
            >
              Compare
            </Link>
          )}
          <span className="num w-20 text-right text-ink-3 text-sm">{formatBytes(row.size_bytes)}</span>
          <span className="w-28 truncate text-ink-3 text-sm">{row.created_by}</span>
          <span className="w-24 text-right text-ink-3 text-sm">
            <RelativeTime at={row.created_at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
