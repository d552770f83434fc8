import { formatNumber } from "@/lib/format"
import type { Total } from "./scores"

/** Scores as small bars: a share fills its bar, a mean stands as a number alone. */
export function ScoreTotals({ totals }: { totals: readonly Total[] }) {
  if (totals.length === 0) return <span className="text-ink-3">–</span>
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {totals.map((total) => (
        <li key={total.name} className="flex items-center gap-2 text-sm">
          <span className="max-w-48 truncate text-ink-2" title={total.name}>
            {total.name}
          </span>
          {total.isShare && (
            <span aria-hidden="true" className="h-1.5 w-14 overflow-hidden rounded bg-sunken">
              <span className="block h-full bg-accent" style={{ width: `${total.value * 100}%` }} />
            </span>
          )}
          <span className="num font-medium" title={String(total.value)}>
            {total.isShare ? `${formatNumber(total.value * 100, 3)} %` : formatNumber(total.value, 3)}
          </span>
        </li>
      ))}
    </ul>
  )
}
