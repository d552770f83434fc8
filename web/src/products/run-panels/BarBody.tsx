import { setHoveredRun, useHoveredRun } from "@/charts"
import { cx } from "@/lib/classNames"
import { formatExact, formatNumber, plural } from "@/lib/format"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { barDomain, type Measured, shareOf, sortedByValue } from "./statistics"
import { WithStatistic } from "./WithStatistic"

/** A bar for each run or group, sorted; of groups also what their runs spread over. */
export function BarBody({ panel, context, onPeek }: PanelBodyProps) {
  const metric = panel.fields[0] ?? ""
  const statistic = panel.statistic ?? "last"
  return (
    <WithStatistic {...{ context, metric, statistic }}>
      {({ rows, loading, error, refetch }) => {
        if (error && rows.length === 0) return <ErrorState error={error} onRetry={refetch} />
        if (loading && rows.length === 0) return <Skeleton className="h-32" />
        if (rows.length === 0) return <p className="py-8 text-center text-ink-3">No shown run has logged {metric}.</p>
        return <Bars rows={sortedByValue(rows, statistic === "min")} onPeek={context.grouping ? undefined : onPeek} />
      }}
    </WithStatistic>
  )
}

function Bars({ rows, onPeek }: { rows: readonly Measured[]; onPeek?: (runId: string) => void }) {
  const hovered = useHoveredRun()
  const domain = barDomain(rows)
  const isNumber = rows.filter(({ value }) => Number.isFinite(value)).length
  return (
    <>
      <ol className="flex flex-col gap-0.5">
        {rows.map((row) => (
          <li key={row.id} onMouseEnter={() => setHoveredRun(row.id)} onMouseLeave={() => setHoveredRun(null)}>
            <button
              type="button"
              disabled={!onPeek}
              onClick={() => onPeek?.(row.id)}
              className={cx(
                "grid w-full grid-cols-[minmax(0,9rem)_minmax(0,1fr)_5.5rem] items-center gap-2 rounded px-1 text-left",
                hovered === row.id && "bg-hover",
              )}
            >
              <span className="truncate text-sm" title={row.label}>
                {row.label}
              </span>
              <Bar row={row} domain={domain} />
              <span className="num text-right text-sm" title={formatExact(row.value)}>
                {formatNumber(row.value, 5)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p className="num pt-1 text-ink-3 text-xs">
        {plural(rows.length, "bar")}
        {isNumber < rows.length && ` · ${rows.length - isNumber} NaN or ±Inf`}
      </p>
    </>
  )
}

function Bar({ row: { value, spread, colour }, domain }: { row: Measured; domain: [number, number] }) {
  if (!Number.isFinite(value)) return <span />
  const [zero, end] = [shareOf(0, domain), shareOf(value, domain)]
  const percent = (share: number) => `${100 * share}%`
  return (
    <span className="relative h-4">
      <span
        className="absolute inset-y-0.5 min-w-px rounded-sm"
        style={{ background: colour, left: percent(Math.min(zero, end)), width: percent(Math.abs(end - zero)) }}
      />
      {spread && spread.low < spread.high && (
        <span
          title={`${formatExact(spread.low)} … ${formatExact(spread.high)} over ${plural(spread.count, "run")}`}
          className="absolute top-1/2 h-px bg-ink"
          style={{
            left: percent(shareOf(spread.low, domain)),
            width: percent(shareOf(spread.high, domain) - shareOf(spread.low, domain)),
          }}
        />
      )}
    </span>
  )
}
