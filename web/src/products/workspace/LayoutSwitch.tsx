import { cx } from "@/lib/classNames"
import { Tooltip } from "@/ui/Tooltip"

/** Shares of the table: a narrow list, half and half, the table alone, the charts alone. */
export const NARROW = 0.34
const LAYOUTS = [
  { share: NARROW, label: "Narrow table", shortcut: undefined },
  { share: 0.5, label: "Half table, half charts", shortcut: undefined },
  { share: 1, label: "Table alone", shortcut: undefined },
  { share: 0, label: "Charts alone", shortcut: undefined },
] as const

interface LayoutSwitchProps {
  share: number
  onChange: (share: number) => void
  /** A small screen has room for one of the two. */
  single: boolean
}

export function LayoutSwitch({ share, onChange, single }: LayoutSwitchProps) {
  const layouts = LAYOUTS.filter((layout) => !single || layout.share === 0 || layout.share === 1)
  return (
    <fieldset aria-label="Layout" className="flex shrink-0 items-center rounded-md border border-line p-px">
      {layouts.map((layout) => (
        <Tooltip key={layout.share} text={layout.label}>
          <button
            type="button"
            aria-label={layout.label}
            aria-pressed={share === layout.share}
            onClick={() => onChange(layout.share)}
            className={cx(
              "inline-flex h-5 w-6 items-center justify-center rounded",
              share === layout.share ? "bg-accent-soft text-accent" : "text-ink-3 hover:bg-hover hover:text-ink",
            )}
          >
            <Glyph share={layout.share} />
          </button>
        </Tooltip>
      ))}
    </fieldset>
  )
}

/** A page with its left part filled. */
function Glyph({ share }: { share: number }) {
  return (
    <svg aria-hidden="true" width={16} height={12} viewBox="0 0 16 12" fill="none" stroke="currentColor">
      <rect x={0.75} y={0.75} width={14.5} height={10.5} rx={1.5} />
      {share > 0 && share < 1 && <path d={`M${0.75 + 14.5 * share} 1v10`} />}
      {share === 0 ? (
        <path d="M3 8.5 6.5 5 9 7l4-4" strokeLinecap="round" strokeLinejoin="round" />
      ) : (
        <path d="M3 4h1M3 6h1M3 8h1" strokeLinecap="round" />
      )}
      {share === 1 && <path d="M6 4h7M6 6h7M6 8h7" strokeLinecap="round" />}
    </svg>
  )
}
