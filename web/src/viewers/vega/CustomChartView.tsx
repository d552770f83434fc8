import { useQueries } from "@tanstack/react-query"
import { useMemo } from "react"
import type { CustomChart, Json } from "@/api"
import { Skeleton } from "@/ui/Skeleton"
import type { FileSource } from "../base/source"
import { ViewerProblem } from "../base/ViewerProblem"
import { loadTable } from "../table/loadTable"
import { TableView } from "../table/TableView"
import { type ChartTable, chartRows, columnKind, MOST_ROWS } from "./chartData"
import { presetSpec } from "./presets"
import { substitute } from "./substitute"
import { useMadePreset } from "./usePreset"
import { VegaView } from "./VegaView"

/** The logged table of one run that feeds the chart. */
export interface ChartFeed {
  runId: string
  label: string
  colour: string
  value: Json
  url: string | null
  source: FileSource
}

interface CustomChartViewProps {
  chart: CustomChart
  feeds: readonly ChartFeed[]
  height: string
  /** Show the rows instead of the picture. */
  asTable?: boolean
}

/** A chart of `wandb.plot.*`, or of a preset that a user made: the preset, filled with the tables of the runs. */
export function CustomChartView({ chart, feeds, height, asTable = false }: CustomChartViewProps) {
  const tables = useQueries({
    queries: feeds.map(({ source, url, value }) => ({
      queryKey: ["viewer", "table", source.entity, source.project, url, value],
      queryFn: ({ signal }: { signal: AbortSignal }) => loadTable(value, url, source, signal),
      staleTime: 300_000,
      retry: false,
    })),
    combine: (results) => ({
      data: results.map((result) => result.data),
      error: results.find((result) => result.error)?.error ?? null,
    }),
  })
  const made = useMadePreset(chart.preset)
  const drawn = useMemo(
    () =>
      draw(
        chart,
        feeds,
        tables.data.map((found) => found?.table),
        made.spec,
      ),
    [chart, feeds, tables.data, made.spec],
  )
  const first = feeds[0]
  const error = tables.error ?? made.error
  if (error) return <ViewerProblem error={error} url={first.url} height={height} />
  if (made.isPending || tables.data.some((found) => !found)) return <Skeleton className={height} />
  if (asTable || !drawn.spec)
    return (
      <div className={`flex flex-col gap-1 ${height}`}>
        {!asTable && (
          <p role="status" className="shrink-0 text-ink-2 text-sm">
            {`There is no chart “${chart.preset || "without a name"}” here. Below are the rows it was to be drawn from.`}
          </p>
        )}
        <TableView value={first.value} url={first.url} source={first.source} height="min-h-0 flex-1" />
      </div>
    )
  return (
    <div className={`flex flex-col ${height}`}>
      <VegaView spec={drawn.spec} rows={drawn.rows} label={chart.strings.title || chart.key} height="min-h-0 flex-1" />
      {drawn.total > drawn.rows.length && (
        <p className="num shrink-0 text-ink-3 text-xs">
          {`The first ${drawn.rows.length.toLocaleString("en-US")} of ${drawn.total.toLocaleString("en-US")} rows; at most ${MOST_ROWS.toLocaleString("en-US")} are drawn.`}
        </p>
      )}
    </div>
  )
}

function draw(
  chart: CustomChart,
  feeds: readonly ChartFeed[],
  tables: (ChartTable["table"] | undefined)[],
  made: Record<string, unknown> | null,
) {
  const known = feeds.flatMap(({ runId, label, colour }, place) => {
    const table = tables[place]
    return table ? [{ runId, label, colour, table }] : []
  })
  const { rows, total } = chartRows(distinct(known))
  const columnOf = (field: string) => chart.fields[field] ?? field
  const builtIn = presetSpec(chart.preset, {
    runs: distinct(known),
    typeOf: (field) => columnKind(rows, columnOf(field)),
    isSet: (field) => field in chart.fields,
  })
  const preset = builtIn ?? made
  return { rows, total, spec: preset && (substitute(preset, chart) as Record<string, unknown>) }
}

/** Runs of one name are told apart by their ids. */
function distinct(tables: ChartTable[]): ChartTable[] {
  const count = new Map<string, number>()
  for (const { label } of tables) count.set(label, (count.get(label) ?? 0) + 1)
  return tables.map((each) =>
    (count.get(each.label) ?? 0) > 1 ? { ...each, label: `${each.label} (${each.runId})` } : each,
  )
}
