import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { api } from "@/api"
import { formatDelta, plural } from "@/lib/format"
import { correlations } from "@/products/run-panels/correlations"
import { numbersOf, shortName } from "@/products/run-panels/runColumns"
import { SweepImportance } from "@/products/run-panels/SweepImportance"
import { asText } from "../document/blocks"
import { fieldOfAccessor } from "../document/keys"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"

const MOST_PARAMETERS = 100
const NO_COLUMNS: string[] = []

/** What the parameters had to do with a metric: of a sweep what each explains, else how its order goes with the metric's. */
export function ImportancePanel({ panel, sets }: PanelProps) {
  const { runs, waiting } = useSetRuns(sets, NO_COLUMNS)
  const metric = fieldOfAccessor(asText(panel.config.targetKey))
  if (!metric) return <PanelNote>It names no metric.</PanelNote>
  if (runs.length === 0) return <PanelNote>{waiting ? "" : "No run matches."}</PanelNote>
  const { set, sweep } = runs[0]
  if (sweep && runs.every((run) => run.sweep === sweep && run.set.project === set.project))
    return (
      <div className="h-full overflow-auto">
        <SweepImportance entity={set.entity} project={set.project} sweep={sweep} metric={metric} />
      </div>
    )
  return <Correlations metric={metric} sets={sets} />
}

function Correlations({ metric, sets }: { metric: string; sets: PanelProps["sets"] }) {
  const { entity, project } = sets[0]
  const fields = useQuery({
    queryKey: ["config fields", entity, project],
    queryFn: ({ signal }) => api.fields(entity, project, { prefix: "config.", limit: MOST_PARAMETERS }, signal),
  })
  const names = useMemo(
    () => (fields.data?.fields ?? []).map(({ path }) => path).filter((path) => /^config\.[^_]/.test(path)),
    [fields.data],
  )
  const { runs, waiting } = useSetRuns(
    sets,
    useMemo(() => [metric, ...names], [metric, names]),
  )
  const found = useMemo(() => {
    const target = numbersOf(runs, metric)
    return correlations(Object.fromEntries(names.map((name) => [name, numbersOf(runs, name)])), target)
  }, [runs, names, metric])
  if (waiting || fields.isPending) return <PanelNote>{""}</PanelNote>
  if (found.parameters.length === 0)
    return <PanelNote>{`No number in the config varies among the runs that have a ${shortName(metric)}.`}</PanelNote>
  return (
    <div className="h-full overflow-auto">
      <ul className="flex flex-col gap-0.5">
        {found.parameters.map(({ name, correlation }) => (
          <li key={name} className="grid grid-cols-[minmax(0,1fr)_minmax(5rem,1fr)_4rem] items-center gap-2 text-sm">
            <span className="truncate" title={name}>
              {shortName(name)}
            </span>
            <span className="h-2 rounded-full bg-sunken">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${Math.max(1, 100 * Math.abs(correlation))}%` }}
              />
            </span>
            <span className="num text-right text-ink-2">{formatDelta(correlation, 2)}</span>
          </li>
        ))}
      </ul>
      <p className="num pt-1 text-ink-3 text-xs">
        {`rank correlation with ${shortName(metric)} over ${plural(found.runs, "run")} · numbers only`}
      </p>
    </div>
  )
}
