import uPlot from "uplot"
import { type AxisKind, axisValues, describeX, yValues } from "./axis"
import { getHoveredRun, setHoveredRun } from "./hover"
import { drawMarks } from "./marks"
import type { ChartSeries, PlotColumn } from "./plotData"
import { rowsAt, Tooltip } from "./tooltip"

export interface PlotView {
  xKind: AxisKind
  xMetric?: string
  logX: boolean
  logY: boolean
  /** The shown range of x; null shows everything. */
  xRange: [number, number] | null
  yRange: [number, number] | null
  onZoom: (range: [number, number] | null) => void
}

/** What the plot reads at the time of an event: the newest of each. */
export interface PlotState {
  view: PlotView
  columns: PlotColumn[]
  series: readonly ChartSeries[]
}

const SYNC_KEY = "runlake"
const FADED = 0.18

/** Options of a plot. Colours of the frame come from the theme's tokens. */
export function plotOptions(
  state: { current: PlotState },
  root: HTMLElement,
  width: number,
  height: number,
): uPlot.Options {
  const { view, columns } = state.current
  const token = (name: string) => getComputedStyle(root).getPropertyValue(name).trim()
  const frame = { stroke: token("--ink-3"), grid: { stroke: token("--grid"), width: 1 }, font: "11px system-ui" }
  return {
    width,
    height,
    ms: 1,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: `${SYNC_KEY}-${view.xKind}-${view.xMetric ?? ""}`, setSeries: false, scales: ["x", null] },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      focus: { prox: 28 },
      y: false,
      points: { size: 6 },
      bind: { dblclick: () => () => null },
    },
    scales: {
      x: { time: view.xKind === "time", distr: view.logX && view.xKind !== "time" ? 3 : 1, range: xRange(state) },
      y: { distr: view.logY ? 3 : 1, range: yRange(state) },
    },
    axes: [
      { ...frame, size: 28, ticks: { show: false }, values: axisValues(view.xKind) },
      { ...frame, size: 52, ticks: { show: false }, values: yValues },
    ],
    series: [{}, ...columns.map(seriesOptions)],
    bands: bandsOf(columns),
    plugins: [interaction(state)],
  }
}

function xRange(state: { current: PlotState }): uPlot.Scale.Range {
  return (_plot, low, high) => state.current.view.xRange ?? padded(low, high, state.current.view.logX)
}

function padded(low: number | null, high: number | null, log: boolean): [number | null, number | null] {
  if (low === null || high === null) return [0, 1]
  if (low === high) return [low - 1, high + 1]
  return log ? [Math.max(low, 1e-9), high] : [low, high]
}

function yRange(state: { current: PlotState }): uPlot.Scale.Range {
  return (_plot, low, high) => {
    const { view } = state.current
    if (view.yRange && !view.logY) return view.yRange
    if (low === null || high === null) return [0, 1]
    return view.logY ? uPlot.rangeLog(low, high, 10, false) : uPlot.rangeNum(low, high, 0.08, true)
  }
}

function seriesOptions(column: PlotColumn): uPlot.Series {
  const { colour, dash } = column.series
  if (column.role === "low" || column.role === "high")
    return { stroke: "transparent", width: 0, points: { show: false } }
  if (column.role === "raw") return { stroke: `${colour}55`, width: 1, points: { show: false } }
  return { stroke: colour, width: 1.5, dash, points: { size: 4, fill: colour } }
}

function bandsOf(columns: readonly PlotColumn[]): uPlot.Band[] {
  return columns.flatMap((column, at) =>
    column.role === "high" ? [{ series: [at + 1, at] as [number, number], fill: `${column.series.colour}3a` }] : [],
  )
}

/** Pointer, tooltip, zoom, marks, and the run that is hovered anywhere on the page. */
function interaction(state: { current: PlotState }): uPlot.Plugin {
  let tooltip: Tooltip | null = null
  let inside = false
  return {
    hooks: {
      init: (plot) => {
        tooltip = new Tooltip(plot.over)
        plot.over.addEventListener("mouseenter", () => {
          inside = true
        })
        plot.over.addEventListener("mouseleave", () => {
          inside = false
          tooltip?.hide()
          setHoveredRun(null)
        })
        plot.over.addEventListener("dblclick", () => state.current.view.onZoom(null))
      },
      setCursor: (plot) => {
        if (inside && tooltip) showTooltip(plot, tooltip, state.current)
      },
      setSeries: (_plot, at) => {
        if (inside) setHoveredRun(at ? (state.current.columns[at - 1]?.series.envelope.runId ?? null) : null)
      },
      setSelect: (plot) => {
        if (plot.select.width < 4) return
        const range = [plot.posToVal(plot.select.left, "x"), plot.posToVal(plot.select.left + plot.select.width, "x")]
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        state.current.view.onZoom(range as [number, number])
      },
      draw: (plot) => drawMarks(plot, state.current.series),
    },
  }
}

function showTooltip(plot: uPlot, tooltip: Tooltip, { view, columns }: PlotState): void {
  const { idx, left = -1, top = -1 } = plot.cursor
  if (idx === null || idx === undefined || left < 0) {
    tooltip.hide()
    return
  }
  const rows = rowsAt(plot.data, columns, idx, plot.posToVal(top, "y"))
  tooltip.show(describeX(view.xKind, plot.data[0][idx], view.xMetric), rows, left, top, plot.over.clientWidth)
}

/** Fade every run but the hovered one. */
export function applyHover(plot: uPlot, columns: readonly PlotColumn[]): void {
  const hovered = getHoveredRun()
  const known = hovered !== null && columns.some((column) => column.series.envelope.runId === hovered)
  columns.forEach((column, at) => {
    const faded = known && column.series.envelope.runId !== hovered
    plot.series[at + 1].alpha = faded ? FADED : 1
    plot.series[at + 1].width = known && !faded && column.role === "mean" ? 2.5 : seriesOptions(column).width
  })
  plot.redraw(false, false)
}
