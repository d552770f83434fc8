import { useEffect, useMemo, useRef } from "react"
import "uplot/dist/uPlot.min.css"
import { useDark } from "@/ui/theme"
import { type ChartSeries, linesOf } from "./lines"
import { Plot, type PlotView } from "./Plot"
import type { Smoothing } from "./smoothing"

interface LineChartProps extends Omit<PlotView, "lines"> {
  series: readonly ChartSeries[]
  smoothing: Smoothing
  width: number
  height: number
  title: string
}

/** Lines with min/max bands over one x-axis. It takes columns and fetches nothing. */
export function LineChart({ series, smoothing, width, height, title, ...rest }: LineChartProps) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | null>(null)
  const dark = useDark()
  const lines = useMemo(() => linesOf(series, smoothing), [series, smoothing])
  const view: PlotView = { ...rest, lines }
  const latest = useRef(view)
  latest.current = view
  const { xKind, xMetric, logX, logY, ignoreOutliers, xRange, yRange } = rest

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew when its axes or the theme change, not with its data
  useEffect(() => {
    if (!host.current) return
    const made = new Plot(host.current, latest.current, width, height)
    plot.current = made
    return () => {
      made.destroy()
      plot.current = null
    }
  }, [xKind, xMetric, logX, logY, dark])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the listed parts are what changes the picture
  useEffect(() => {
    plot.current?.update(latest.current)
  }, [lines, ignoreOutliers, xRange?.[0], xRange?.[1], yRange?.[0], yRange?.[1]])

  useEffect(() => plot.current?.resize(width, height), [width, height])

  return <div ref={host} role="img" aria-label={`Chart of ${title}`} style={{ height, width }} />
}
