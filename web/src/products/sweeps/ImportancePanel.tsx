import { isApiError, type ParameterImportance, type SweepPath } from "@/api"
import { cx } from "@/lib/classNames"
import { formatDelta, formatExact, plural } from "@/lib/format"
import { shortName } from "@/products/run-panels/runColumns"
import { IconButton } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { useImportance } from "./useImportance"

interface ImportancePanelProps {
  at: SweepPath
  metric: string | null
  lowIsBest: boolean
  /** How many runs have ended: then the answer is another one. */
  ended: number
  axes: readonly string[]
  onAdd: (path: string) => void
}

/** How much of the metric each parameter explains, and which way it pulls. */
export function ImportancePanel({ at, metric, lowIsBest, ended, axes, onAdd }: ImportancePanelProps) {
  const importance = useImportance(at, metric, ended)
  if (metric === null) return <p className="py-8 text-center text-ink-3">Choose a metric to judge the runs by.</p>
  if (isApiError(importance.error, 400))
    return <p className="py-8 text-center text-ink-3">{importance.error.message}</p>
  if (importance.error) return <ErrorState error={importance.error} onRetry={() => void importance.refetch()} />
  if (!importance.data) return <Skeleton className="h-48" />
  const { parameters, runs } = importance.data
  if (parameters.length === 0) {
    return <p className="py-8 text-center text-ink-3">Too few runs have a {shortName(metric)} to tell.</p>
  }
  const ranked = [...parameters].sort((one, other) => other.importance - one.importance)
  return (
    <div>
      <div aria-hidden="true" className={cx(COLUMNS, "h-6 text-ink-3 text-xs")}>
        <span>Parameter</span>
        <span className="text-right">Importance</span>
        <span className="text-right">Correlation</span>
        <span />
      </div>
      <ul className="max-h-64 overflow-auto">
        {ranked.map((parameter) => (
          <ImportanceRow
            key={parameter.path}
            parameter={parameter}
            most={ranked[0].importance}
            lowIsBest={lowIsBest}
            onAdd={axes.includes(parameter.path) ? undefined : () => onAdd(parameter.path)}
          />
        ))}
      </ul>
      <p className="num mt-1 text-ink-3 text-xs">from {plural(runs, "run")} with a value</p>
    </div>
  )
}

const COLUMNS = "grid grid-cols-[minmax(0,1fr)_minmax(96px,1.2fr)_76px_24px] items-center gap-x-2"

interface ImportanceRowProps {
  parameter: ParameterImportance
  most: number
  lowIsBest: boolean
  onAdd?: () => void
}

function ImportanceRow({ parameter, most, lowIsBest, onAdd }: ImportanceRowProps) {
  const { path, importance, correlation } = parameter
  return (
    <li className={cx(COLUMNS, "h-7")}>
      <span className="truncate" title={path}>
        {shortName(path)}
      </span>
      <span className="flex items-center gap-2" title={`${formatExact(importance)} of 1`}>
        <span className="h-2 flex-1 rounded-full bg-sunken">
          <span
            className="block h-full rounded-full bg-accent"
            style={{ width: `${most > 0 ? Math.max(1, (100 * importance) / most) : 0}%` }}
          />
        </span>
        <span className="num w-9 text-right text-sm">{`${Math.round(importance * 100)} %`}</span>
      </span>
      <span className="num text-right text-ink-2 text-sm" title={describeCorrelation(correlation, lowIsBest)}>
        {correlation === null ? <span className="text-ink-3">–</span> : formatDelta(correlation, 2)}
      </span>
      {onAdd && (
        <IconButton icon="plus" label={`Add an axis for ${shortName(path)}`} className="size-6" onClick={onAdd} />
      )}
    </li>
  )
}

/** What the sign means for a person who wants to choose a value. */
export function describeCorrelation(correlation: number | null, lowIsBest: boolean): string {
  if (correlation === null) return "A category has no order to correlate with"
  if (correlation === 0) return "Higher values make no difference of their own"
  const better = correlation < 0 === lowIsBest
  return `Higher values go with ${better ? "better" : "worse"} runs (${formatExact(correlation)})`
}
