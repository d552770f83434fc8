import type { Filter, Json, RunSort, SweepDetail, SweepParameter } from "@/api"
import { type Brushes, formatBrushes, parseBrushes } from "@/charts/parallel"
import type { UrlPatch, UrlState } from "@/lib/urlState"

/** What the page of a sweep shows. All of it stands in the address. */
export interface SweepView {
  /** The field that runs are judged by; null where the sweep names none and nobody has chosen one. */
  metric: string | null
  lowIsBest: boolean
  /** Fields of the axes from left to right. */
  axes: string[]
  brushes: Brushes
  /** Fields whose axes are logarithmic. */
  log: ReadonlySet<string>
  /** Ids of runs that are left out of the charts. */
  hidden: ReadonlySet<string>
}

/** More axes than this are too close to read; the others can be added. */
const MOST_AXES_AT_FIRST = 10

/** What of a sweep decides how its page looks at first; it does not change while runs come in. */
export type Searched = Pick<SweepDetail, "metric" | "parameters">

/** The parts of the address that hold the view. */
export const VIEW_PARTS = ["metric", "goal", "axes", "brush", "log", "hide"] as const

export function readView(url: UrlState, sweep: Searched): SweepView {
  const metric = url.metric || metricField(sweep)
  return {
    metric,
    lowIsBest: url.goal ? url.goal !== "max" : sweep.metric?.goal !== "maximize",
    axes: url.axes ? readNames(url.axes) : defaultAxes(sweep, metric),
    brushes: parseBrushes(url.brush),
    log: toggledFrom(logByDefault(sweep), readNames(url.log)),
    hidden: new Set(readNames(url.hide)),
  }
}

export function patchView(change: Partial<SweepView>, sweep: Searched): UrlPatch {
  const patch: UrlPatch = {}
  if (change.metric !== undefined) patch.metric = change.metric === metricField(sweep) ? null : change.metric
  if (change.lowIsBest !== undefined) {
    const usual = sweep.metric?.goal !== "maximize"
    patch.goal = change.lowIsBest === usual ? null : change.lowIsBest ? "min" : "max"
  }
  if (change.axes) patch.axes = change.axes.join("~")
  if (change.brushes) patch.brush = formatBrushes(change.brushes)
  if (change.log) patch.log = [...toggledFrom(logByDefault(sweep), [...change.log])].join("~")
  if (change.hidden) patch.hide = [...change.hidden].join("~")
  return patch
}

/** The field that the sweep's own metric ends up in. */
export const metricField = (sweep: Pick<SweepDetail, "metric">): string | null =>
  sweep.metric ? `summary.${sweep.metric.name}` : null

/** Parameters that differ from run to run. */
export const isSearched = ({ distribution, min, max, values }: SweepParameter): boolean =>
  distribution !== "constant" && (values === null ? min === null || min !== max : values.length > 1)

function defaultAxes(sweep: Searched, metric: string | null): string[] {
  const searched = sweep.parameters.filter(isSearched).map(({ path }) => path)
  return [...searched.slice(0, MOST_AXES_AT_FIRST), ...(metric ? [metric] : [])]
}

const logByDefault = (sweep: Searched) => sweep.parameters.filter(({ log }) => log).map(({ path }) => path)
const readNames = (text: string | undefined) => [...new Set((text ?? "").split("~").filter(Boolean))]

/** Members of exactly one of the two lists. Done twice it gives the first list back. */
function toggledFrom(usual: readonly string[], other: readonly string[]): ReadonlySet<string> {
  const both = new Set(usual)
  for (const name of other) if (!both.delete(name)) both.add(name)
  return both
}

/** The runs that the table asks for: those of the sweep, within the brushes, as the person filtered them. */
export function runsFilter(sweepId: string, brushes: Brushes, filter: Filter | null): Filter {
  const ofSweep: Filter = { field: "sweep", op: "eq", value: sweepId }
  const parts = [ofSweep, ...brushFilters(brushes), ...(filter ? [filter] : [])]
  return parts.length > 1 ? { and: parts } : ofSweep
}

function brushFilters(brushes: Brushes): Filter[] {
  return Object.entries(brushes).flatMap(([field, brush]): Filter[] => {
    if (!("low" in brush)) return [{ field, op: "in", value: brush.categories.flatMap(valuesOf) }]
    return [
      { field, op: "ge", value: brush.low },
      { field, op: "le", value: brush.high },
    ]
  })
}

/** The values that are written like this: "true" may be a text or a truth. */
function valuesOf(category: string): Json[] {
  try {
    const value = JSON.parse(category) as Json
    return typeof value === "object" ? [category] : [category, value]
  } catch {
    return [category]
  }
}

/** Best runs first, where nobody asked for another order. */
export function bestFirst({ metric, lowIsBest }: SweepView): RunSort[] {
  return metric ? [{ field: metric, descending: !lowIsBest }] : []
}
