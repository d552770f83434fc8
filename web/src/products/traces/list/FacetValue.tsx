import { cx } from "@/lib/classNames"
import { formatCount } from "@/lib/format"

interface FacetValueProps {
  label: string
  count: number
  chosen: boolean
  onClick: () => void
}

/** A value that a list can be narrowed to, and how many have it. */
export function FacetValue({ label, count, chosen, onClick }: FacetValueProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onClick}
        className={cx(
          "flex h-6 w-full items-center gap-2 rounded px-2 text-left text-sm",
          chosen ? "bg-accent-soft font-medium text-accent" : "text-ink-2 hover:bg-hover hover:text-ink",
        )}
      >
        <span className="min-w-0 flex-1 truncate" title={label}>
          {label}
        </span>
        <span className="num text-ink-3 text-xs">{formatCount(count)}</span>
      </button>
    </li>
  )
}
