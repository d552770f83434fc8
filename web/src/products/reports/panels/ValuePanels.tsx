import type { RunRow } from "@/api"
import { runColour } from "@/lib/colours"
import { formatNumber, plural } from "@/lib/format"
import { numbersOf, shortName } from "@/products/run-panels/runColumns"
import { cellValue } from "@/products/runs-table"
import { useDark } from "@/ui/theme"
import { asList, asText } from "../document/blocks"
import { fieldOf, fieldOfAccessor } from "../document/keys"
import { PanelNote, type PanelProps } from "./panel"
import { useSetRuns } from "./useSetRuns"
import { aggregate, aggregateOf, type Bar, barsOf } from "./values"

const MOST_BARS = 20

/** The last value of a metric in each run, or over each group of runs, as bars. */
export function BarPanel({ panel, sets, height }: PanelProps) {
  const { config } = panel
  const fields = fieldsOf(config.metrics)
  const own = config.aggregate === true ? fieldOf({ section: "config", name: asText(config.groupBy) }) : null
  const by = own ? [own] : (sets[0]?.group ?? [])
  const how = aggregateOf(config.groupAgg)
  const { runs, waiting } = useSetRuns(sets, [...fields, ...by])
  const bars = fields.flatMap((field) =>
    barsOf(runs, field, by, how, cellValue).map((bar) => ({ ...bar, field, label: labelOf(bar.label, field, fields) })),
  )
  if (bars.length === 0) return <PanelNote>{waiting ? "" : "No run has a value."}</PanelNote>
  const shown = bars.slice(0, MOST_BARS)
  return (
    <div className="flex h-full flex-col" style={{ height }}>
      <ul className="min-h-0 flex-1 overflow-auto">
        {shown.map((bar) => (
          <BarLine
            key={`${bar.field} ${bar.id}`}
            bar={bar}
            most={Math.max(...shown.map(({ value }) => Math.abs(value)))}
          />
        ))}
      </ul>
      <p className="num shrink-0 truncate text-ink-3 text-xs leading-5">
        {[
          by.length
            ? `${how} of ${plural(having(runs, fields), "run")} by ${by.map(shortName).join(", ")}`
            : plural(having(runs, fields), "run"),
        ]
          .concat(bars.length > MOST_BARS ? `${bars.length - MOST_BARS} bars not drawn` : [])
          .join(" · ")}
      </p>
    </div>
  )
}

function BarLine({ bar, most }: { bar: Bar; most: number }) {
  const colour = runColour(bar.id, useDark())
  return (
    <li className="grid grid-cols-[minmax(0,38%)_minmax(0,1fr)_auto] items-center gap-2 py-0.5 text-sm">
      <span className="truncate text-ink-2" title={bar.label}>
        {bar.label}
      </span>
      <span className="h-4 rounded-sm bg-sunken">
        <span
          className="block h-full rounded-sm"
          style={{ width: `${most ? (Math.abs(bar.value) / most) * 100 : 0}%`, background: colour }}
        />
      </span>
      <span className="num text-right">{formatNumber(bar.value)}</span>
    </li>
  )
}

/** One number over all runs of the sets. */
export function ScalarPanel({ panel, sets }: PanelProps) {
  const fields = fieldsOf(panel.config.metrics)
  const how = aggregateOf(panel.config.groupAgg)
  const { runs, waiting } = useSetRuns(sets, fields)
  if (runs.length === 0 || fields.length === 0) return <PanelNote>{waiting ? "" : "No run matches."}</PanelNote>
  if (having(runs, fields) === 0)
    return <PanelNote>{waiting ? "" : `No run has a number ${fields.map(shortName).join(", ")}.`}</PanelNote>
  return (
    <div className="flex h-full flex-wrap items-center justify-center gap-x-10 gap-y-2">
      {fields.map((field) => (
        <p key={field} className="text-center">
          <span className="num block font-semibold text-4xl">
            {formatNumber(aggregate(numbersOf(runs, field), how))}
          </span>
          <span className="block text-ink-3 text-sm">
            {runs.length > 1
              ? `${how} ${shortName(field)} of ${plural(having(runs, [field]), "run")}`
              : shortName(field)}
          </span>
        </p>
      ))}
    </div>
  )
}

/** How many of the runs have a number in one of the fields. */
const having = (runs: readonly RunRow[], fields: readonly string[]): number => {
  const columns = fields.map((field) => numbersOf(runs, field))
  return runs.filter((_, at) => columns.some((column) => !Number.isNaN(column[at]))).length
}

const fieldsOf = (metrics: unknown): string[] =>
  asList(metrics).flatMap((metric) => fieldOfAccessor(asText(metric)) ?? [])

const labelOf = (label: string, field: string, fields: string[]) =>
  fields.length > 1 ? `${label} · ${shortName(field)}` : label
