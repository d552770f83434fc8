import { Link } from "@tanstack/react-router"
import type { ArtifactVersion } from "@/api/artifacts"
import type { Registry } from "@/api/registries"
import { cx } from "@/lib/classNames"
import { formatBytes } from "@/lib/format"
import { IconButton } from "@/ui/Button"
import { Icon } from "@/ui/Icon"
import { RelativeTime } from "@/ui/RelativeTime"
import { versionPage } from "../address"
import { RunName } from "../RunName"

interface PromotedRowProps {
  registry: Registry
  row: ArtifactVersion
  chosen: boolean
  onChoose: () => void
  /** Left out for those who may only read. */
  onAsk?: (what: "give" | "take") => void
}

/** A version in a registry: its names, where it came from, who put it here. */
export function PromotedRow({ registry, row, chosen, onChoose, onAsk }: PromotedRowProps) {
  const source = row.source
  return (
    <li
      aria-current={chosen || undefined}
      className={cx(
        "flex items-start gap-3 border-line border-b px-3 py-2 last:border-b-0",
        chosen ? "bg-accent-soft/50 shadow-[inset_2px_0_0_var(--accent)]" : "hover:bg-hover",
      )}
    >
      <button
        type="button"
        aria-label={`Choose ${row.version}`}
        onClick={onChoose}
        className={cx(
          "mt-1 size-3 shrink-0 rounded-full border",
          chosen ? "border-accent bg-accent" : "border-line-strong",
        )}
      />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-1.5">
          <Link {...versionPage(row)} onFocus={onChoose} className="num font-semibold hover:underline">
            {row.version}
          </Link>
          {row.aliases.map((alias) => (
            <AliasChip key={alias} row={row} alias={alias} guarded={registry.protected_aliases.includes(alias)} />
          ))}
        </div>
        <div className="num mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-2 text-sm">
          {source ? (
            <Link
              {...versionPage({ ...source, type: row.type })}
              className="inline-flex items-center gap-1 hover:underline"
            >
              <Icon name="artifact" size={12} className="text-ink-3" />
              {source.entity}/{source.project}/{source.collection}:{source.version}
            </Link>
          ) : (
            <span className="text-ink-3">from a project that you may not see</span>
          )}
          {row.run && <RunName run={row.run} />}
          <span className="text-ink-3">{formatBytes(row.size_bytes)}</span>
          {row.linked_at && (
            <span className="text-ink-3">
              linked {row.linked_by && `by ${row.linked_by} `}
              <RelativeTime at={row.linked_at} />
            </span>
          )}
        </div>
      </div>
      {onAsk && (
        <span className="flex shrink-0">
          <IconButton icon="arrowUp" label={`Promote ${row.version}`} shortcut="p" onClick={() => onAsk("give")} />
          <IconButton
            icon="arrowDown"
            label={`Demote ${row.version}`}
            shortcut="u"
            disabled={row.aliases.length === 0}
            onClick={() => onAsk("take")}
          />
        </span>
      )}
    </li>
  )
}

/** The alias, and who gave it when. */
function AliasChip({ row, alias, guarded }: { row: ArtifactVersion; alias: string; guarded: boolean }) {
  const move = row.alias_moves?.find((one) => one.alias === alias)
  const by = move ? `given by ${move.user ?? "somebody"} on ${new Date(move.moved_at).toLocaleString()}` : "an alias"
  return (
    <span
      title={guarded ? `${alias}: ${by}; protected` : `${alias}: ${by}`}
      className={cx(
        "inline-flex max-w-48 items-center gap-1 truncate rounded px-1.5 text-sm leading-5",
        alias === "latest" ? "bg-sunken text-ink-2" : "bg-accent-soft text-accent",
      )}
    >
      {guarded && <Icon name="lock" size={11} />}
      {alias}
      {move?.user && <span className="font-normal text-ink-3">{move.user}</span>}
    </span>
  )
}
