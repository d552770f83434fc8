import { useEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { useDark } from "@/ui/theme"
import { fetchJson } from "../base/fetchFile"
import { useFile } from "../base/useFile"
import { ViewerProblem } from "../base/ViewerProblem"

interface Figure {
  data: unknown[]
  layout?: Record<string, unknown>
}

const FIGURE_BYTES = 25 * 1024 * 1024

/** A Plotly figure. The library (over a megabyte) comes with the first one that is looked at. */
export function PlotlyView({ url, path, height }: { url: string; path: string | null; height: string }) {
  const frame = useRef<HTMLDivElement>(null)
  const dark = useDark()
  const figure = useFile(url, readFigure, "plotly")
  const [problem, setProblem] = useState<unknown>(null)
  const data = figure.data
  useEffect(() => {
    const element = frame.current
    if (!element || !data) return
    let purge = () => {}
    let gone = false
    setProblem(null)
    import("plotly.js-strict-dist-min")
      .then(async ({ default: plotly }) => {
        if (gone) return
        purge = () => plotly.purge(element)
        await plotly.newPlot(element, data.data, themed(data.layout, dark), { responsive: true, displaylogo: false })
      })
      .catch((error: unknown) => !gone && setProblem(error))
    return () => {
      gone = true
      purge()
    }
  }, [data, dark])
  const error = figure.error ?? problem
  if (error) return <ViewerProblem error={error} url={url} path={path} height={height} />
  return <div ref={frame} className={cx("min-w-0 overflow-hidden rounded", height)} />
}

async function readFigure(url: string, signal: AbortSignal): Promise<Figure> {
  const figure = (await fetchJson(url, FIGURE_BYTES, signal)) as Figure | null
  if (!Array.isArray(figure?.data)) throw new Error("The file is not a Plotly figure: it has no traces.")
  return figure
}

type Layout = Record<string, unknown>
const part = (layout: Layout, name: string) => (layout[name] ?? {}) as Layout

/** The figure's own layout wins, but for its size and for the colours of ground, lines and text. */
function themed(layout: Layout = {}, dark: boolean): Layout {
  const ink = dark ? "#aeb7c4" : "#4b5563"
  const axes = Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))
  const named = [...new Set([...axes, "xaxis", "yaxis"])]
  return {
    margin: { l: 48, r: 16, t: layout.title ? 40 : 12, b: 36 },
    ...layout,
    ...Object.fromEntries(named.map((name) => [name, themedAxis(part(layout, name), ink, dark)])),
    ...(layout.title ? { title: withInk(layout.title, ink) } : {}),
    autosize: true,
    width: undefined,
    height: undefined,
    template: undefined,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { ...part(layout, "font"), color: ink, size: 11 },
    colorway: dark ? DARK : LIGHT,
  }
}

function themedAxis(axis: Layout, ink: string, dark: boolean): Layout {
  const line = dark ? "#262d38" : "#e1e5ea"
  const colours = { gridcolor: line, zerolinecolor: line, linecolor: line, tickcolor: line }
  const titled = axis.title ? { title: withInk(axis.title, ink) } : {}
  return { ...axis, ...titled, ...colours, tickfont: { ...part(axis, "tickfont"), color: ink } }
}

/** A title in a figure is a text or an object with its own font. */
function withInk(title: unknown, ink: string): unknown {
  if (typeof title !== "object" || title === null) return title
  return { ...title, font: { ...part(title as Layout, "font"), color: ink } }
}

const LIGHT = ["#0069ff", "#e1691e", "#2da596", "#8700a5", "#e12db4", "#87874b", "#5aa50f", "#962d4b"]
const DARK = ["#69d2ff", "#e1b400", "#2fe6c8", "#ff3c96", "#7878ff", "#c3f069", "#d2965a", "#d26969"]
