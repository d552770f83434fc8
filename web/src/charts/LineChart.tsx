import { useEffect, useMemo, useRef } from "react"
import uPlot from "uplot"
import "uplot/dist/uPlot.min.css"
import { useDark } from "@/ui/theme"
import { subscribeHover } from "./hover"
import { type ChartSeries, innerRange, plotData } from "./plotData"
import { applyHover, type PlotState, type PlotView, plotOptions } from "./plotOptions"
import type { Smoothing } from "./smoothing"

interface LineChartProps extends Omit<PlotView, "yRange"> {
  series: readonly ChartSeries[]
  smoothing: Smoothing
  ignoreOutliers?: boolean
  width: number
  height: number
  title: string
}

/** Lines with min/max bands over one x-axis. It takes columns and fetches nothing. */
export function LineChart({ series, smoothing, ignoreOutliers, width, height, title, ...view }: LineChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const dark = useDark()
  const { data, columns } = useMemo(() => plotData(series, smoothing, view.logY), [series, smoothing, view.logY])
  const yRange = useMemo(() => (ignoreOutliers ? innerRange(series) : null), [series, ignoreOutliers])
  const state = useRef<PlotState>(null as unknown as PlotState)
  state.current = { view: { ...view, yRange }, columns, series }
  const structure = structureOf(columns, view, dark)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the plot is made anew when its structure changes, not with its data
  useEffect(() => {
    if (!host.current) return
    const made = new uPlot(plotOptions(state, host.current, width, height), data, host.current)
    plot.current = made
    applyHover(made, state.current.columns)
    const leave = subscribeHover(() => applyHover(made, state.current.columns))
    return () => {
      leave()
      made.destroy()
      plot.current = null
    }
  }, [structure])

  // biome-ignore lint/correctness/useExhaustiveDependencies: ranges are read from the state while the data is set
  useEffect(() => {
    if (plot.current && plot.current.data !== data) plot.current.setData(data)
    else plot.current?.setData(data, true)
  }, [data, yRange, view.xRange?.[0], view.xRange?.[1]])

  useEffect(() => {
    plot.current?.setSize({ width, height })
  }, [width, height])

  return <div ref={host} role="img" aria-label={`Chart of ${title}`} style={{ height, width }} />
}

function structureOf(columns: PlotState["columns"], view: Omit<PlotView, "yRange">, dark: boolean): string {
  const lines = columns.map(({ role, series }) => [role, series.envelope.runId, series.colour, series.dash])
  return JSON.stringify([lines, view.xKind, view.xMetric, view.logX, view.logY, dark])
}
