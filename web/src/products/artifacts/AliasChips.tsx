import { cx } from "@/lib/classNames"

interface AliasChipsProps {
  aliases: readonly string[]
  most?: number
  className?: string
}

/** Names that point at a version. `latest` comes with every new one, so it stands back. */
export function AliasChips({ aliases, most = 3, className }: AliasChipsProps) {
  if (aliases.length === 0) return null
  const ordered = [...aliases].sort((one, other) => Number(one === "latest") - Number(other === "latest"))
  const shown = ordered.slice(0, most)
  return (
    <span className={cx("inline-flex min-w-0 items-center gap-1", className)}>
      {shown.map((alias) => (
        <span
          key={alias}
          title={`Alias ${alias}`}
          className={cx(
            "inline-block max-w-40 truncate rounded px-1.5 text-xs leading-4.5",
            alias === "latest" ? "bg-sunken text-ink-2" : "bg-accent-soft text-accent",
          )}
        >
          {alias}
        </span>
      ))}
      {ordered.length > shown.length && (
        <span className="num text-ink-3 text-xs" title={ordered.slice(most).join(", ")}>
          +{ordered.length - shown.length}
        </span>
      )}
    </span>
  )
}
