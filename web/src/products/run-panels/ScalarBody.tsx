import { formatExact, formatNumber, plural } from "@/lib/format"
import type { PanelBodyProps } from "@/products/metrics/board/kinds"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { type Measured, summedUp } from "./statistics"
import { WithStatistic } from "./WithStatistic"

/** One big number over the shown runs with their spread; of groups, one for each. */
export function ScalarBody({ panel, context }: PanelBodyProps) {
  const metric = panel.fields[0] ?? ""
  return (
    <WithStatistic {...{ context, metric }} statistic={panel.statistic ?? "last"}>
      {({ rows, loading, error, refetch }) => {
        if (error && rows.length === 0) return <ErrorState error={error} onRetry={refetch} />
        if (loading && rows.length === 0) return <Skeleton className="h-24" />
        if (context.grouping && rows.length > 0) return <GroupNumbers rows={rows} />
        return <OneNumber rows={rows} metric={metric} />
      }}
    </WithStatistic>
  )
}

function OneNumber({ rows, metric }: { rows: readonly Measured[]; metric: string }) {
  const summary = summedUp(rows)
  if (!summary) {
    return (
      <p className="py-8 text-center text-ink-3">{rows.length > 0 ? "NaN" : `No shown run has logged ${metric}.`}</p>
    )
  }
  const { mean, std, low, high, count } = summary
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1">
      <p className="num font-semibold text-4xl tracking-tight" title={formatExact(mean)}>
        {formatNumber(mean, 5)}
        {std !== null && <span className="pl-2 font-normal text-ink-3 text-xl">{`± ${formatNumber(std, 3)}`}</span>}
      </p>
      <p className="num text-ink-3 text-sm">
        {count > 1
          ? `mean of ${plural(count, "run")} · ${formatNumber(low, 4)} … ${formatNumber(high, 4)}`
          : rows.find(({ value }) => value === mean)?.label}
        {count < rows.length && ` · ${rows.length - count} NaN or ±Inf`}
      </p>
    </div>
  )
}

function GroupNumbers({ rows }: { rows: readonly Measured[] }) {
  return (
    <ul className="grid h-full content-center gap-3 [grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))]">
      {rows.map(({ id, label, colour, value, spread }) => (
        <li key={id} className="min-w-0 text-center">
          <p className="num font-semibold text-2xl" title={formatExact(value)}>
            {formatNumber(value, 5)}
          </p>
          {spread && spread.std !== null && (
            <p className="num text-ink-3 text-sm">{`± ${formatNumber(spread.std, 3)}`}</p>
          )}
          <p className="flex items-center justify-center gap-1.5 text-ink-2 text-sm">
            <span className="size-2 shrink-0 rounded-full" style={{ background: colour }} />
            <span className="truncate" title={label}>
              {label}
            </span>
          </p>
        </li>
      ))}
    </ul>
  )
}
