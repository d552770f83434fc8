import { useRef, useState } from "react"
import type { ArtifactVersion, ProjectPath } from "@/api/artifacts"
import type { Registry } from "@/api/registries"
import { plural } from "@/lib/format"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { Kbd } from "@/ui/Kbd"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { useDebounced } from "@/ui/useDebounced"
import { useUrlState } from "@/ui/useUrlState"
import { MoreButton } from "../browse/MoreButton"
import { useVersions } from "../usePages"
import { PromoteDialog } from "./PromoteDialog"
import { PromotedRow } from "./PromotedRow"

interface PromotedVersionsProps {
  registry: Registry
  at: ProjectPath & { collection: string }
}

/** The versions on the shelf. `j` and `k` choose one, `p` promotes it, `u` takes its names away. */
export function PromotedVersions({ registry, at }: PromotedVersionsProps) {
  const [{ find = "" }, change] = useUrlState()
  const found = useVersions(at, useDebounced(find.trim()))
  const [place, setPlace] = useState(0)
  const [asking, setAsking] = useState<"give" | "take" | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const rows = found.data?.pages.flatMap((page) => page.versions) ?? []
  const chosen: ArtifactVersion | undefined = rows[Math.min(place, rows.length - 1)]
  const mayWrite = registry.role !== "viewer"
  const move = (step: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, place + step))
    setPlace(next)
    list.current?.children[next]?.scrollIntoView({ block: "nearest" })
  }
  const ask = (what: "give" | "take", at: number) => {
    setPlace(at)
    if (mayWrite && rows[at]) setAsking(what)
  }
  useCommands([
    { group: "Versions", label: "Next", keys: "j", quiet: true, run: () => move(1) },
    { group: "Versions", label: "Previous", keys: "k", quiet: true, run: () => move(-1) },
    { group: "Versions", label: "Promote: give an alias…", keys: "p", icon: "arrowUp", run: () => ask("give", place) },
    { group: "Versions", label: "Demote: take an alias…", keys: "u", icon: "arrowDown", run: () => ask("take", place) },
  ])
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const total = found.data?.pages[0].total ?? 0
  return (
    <section aria-label="Versions" className="min-w-0 self-start rounded-lg border border-line bg-surface">
      <div className="flex h-10 items-center gap-3 border-line border-b px-3">
        <SearchInput
          label="Search versions"
          className="w-56"
          value={find}
          onChange={(text) => change({ find: text })}
        />
        <span className="num text-ink-3 text-sm">{found.data && plural(total, "version")}</span>
        {mayWrite && (
          <span className="ml-auto flex items-center gap-1.5 text-ink-3 text-sm max-md:hidden">
            <Kbd keys="p" /> promote <Kbd keys="u" /> demote
          </span>
        )}
      </div>
      {!found.data && <SkeletonRows className="p-4" />}
      {found.data && rows.length === 0 && <p className="p-4 text-ink-3">No version fits.</p>}
      <ul ref={list}>
        {rows.map((row, index) => (
          <PromotedRow
            key={row.version}
            registry={registry}
            row={row}
            chosen={row === chosen}
            onChoose={() => setPlace(index)}
            onAsk={mayWrite ? (what) => ask(what, index) : undefined}
          />
        ))}
      </ul>
      <MoreButton shown={rows.length} total={total} noun="version" pages={found} />
      {asking && chosen && (
        <PromoteDialog
          key={chosen.version}
          mode={asking}
          registry={registry}
          at={at}
          version={chosen}
          known={rows.flatMap((row) => row.aliases)}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  )
}
