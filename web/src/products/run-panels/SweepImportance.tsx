import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { isApiError, type ParameterImportance, sweepsApi } from "@/api"
import { formatDelta, formatExact, plural } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { Skeleton } from "@/ui/Skeleton"
import { shortName } from "./runColumns"

interface SweepImportanceProps {
  entity: string
  project: string
  sweep: string
  metric: string
}

/** How much of a metric each parameter of a sweep explains. */
export function SweepImportance({ entity, project, sweep, metric }: SweepImportanceProps) {
  const query = useQuery({
    queryKey: ["sweep-importance", entity, project, sweep, metric],
    queryFn: ({ signal }) => sweepsApi.importance({ entity, project, sweep }, metric, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  })
  const { error, data } = query
  if (isApiError(error, 400)) return <Hint text={error.message} />
  if (isApiError(error, 404)) return <Hint text="The sweep is gone." />
  if (error) return <ErrorState error={error} onRetry={() => void query.refetch()} />
  if (!data) return <Skeleton className="h-40" />
  if (data.parameters.length === 0) return <Hint text={`Too few runs have a ${shortName(metric)} to tell.`} />
  const ranked = [...data.parameters].sort((one, other) => other.importance - one.importance)
  return (
    <>
      <ul className="flex flex-col gap-0.5">
        {ranked.map((parameter) => (
          <ParameterRow key={parameter.path} parameter={parameter} most={ranked[0].importance} />
        ))}
      </ul>
      <p className="num pt-1 text-ink-3 text-xs">{`from ${plural(data.runs, "run")} with a value`}</p>
    </>
  )
}

const Hint = ({ text }: { text: string }) => <p className="py-8 text-center text-ink-3">{text}</p>

function ParameterRow({ parameter, most }: { parameter: ParameterImportance; most: number }) {
  const { path, importance, correlation } = parameter
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(5rem,1fr)_2.5rem_4rem] items-center gap-2 text-sm">
      <span className="truncate" title={path}>
        {shortName(path)}
      </span>
      <span className="h-2 rounded-full bg-sunken" title={`${formatExact(importance)} of 1`}>
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${most > 0 ? Math.max(1, (100 * importance) / most) : 0}%` }}
        />
      </span>
      <span className="num text-right">{`${Math.round(importance * 100)} %`}</span>
      <span className="num text-right text-ink-2" title="Rank correlation with the metric">
        {correlation === null ? "–" : formatDelta(correlation, 2)}
      </span>
    </li>
  )
}
