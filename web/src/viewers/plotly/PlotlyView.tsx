import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { decodeError } from "@/api"
import { cx } from "@/lib/classNames"
import { parseLooseJson } from "@/lib/looseJson"
import { ErrorState } from "@/ui/ErrorState"
import { useDark } from "@/ui/theme"

interface Figure {
  data: unknown[]
  layout?: Record<string, unknown>
}

/** A Plotly figure. The library (over a megabyte) comes with the first one that is looked at. */
export function PlotlyView({ url, height }: { url: string; height: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const dark = useDark()
  const figure = useQuery({
    queryKey: ["plotly", url],
    queryFn: ({ signal }) => fetchFigure(url, signal),
    staleTime: 300_000,
  })
  const data = figure.data
  useEffect(() => {
    const element = frame.current
    if (!element || !data) return
    let purge = () => {}
    let gone = false
    void import("plotly.js-strict-dist-min").then(({ default: plotly }) => {
      if (gone) return
      void plotly.newPlot(element, data.data, themed(data.layout, dark), { responsive: true, displaylogo: false })
      purge = () => plotly.purge(element)
    })
    return () => {
      gone = true
      purge()
    }
  }, [data, dark])
  if (figure.error) return <ErrorState error={figure.error} onRetry={() => void figure.refetch()} />
  return <div ref={frame} className={cx("min-w-0 overflow-hidden rounded", height)} />
}

async function fetchFigure(url: string, signal: AbortSignal): Promise<Figure> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw await decodeError(response)
  return parseLooseJson(await response.text()) as Figure
}

/** The figure's own layout wins, but for the ground it stands on. */
function themed(layout: Record<string, unknown> = {}, dark: boolean): Record<string, unknown> {
  const ink = dark ? "#aeb7c4" : "#4b5563"
  return {
    margin: { l: 48, r: 16, t: layout.title ? 40 : 12, b: 36 },
    ...layout,
    autosize: true,
    width: undefined,
    height: undefined,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...(layout.font as object), color: ink, size: 11 },
  }
}
