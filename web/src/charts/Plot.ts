import uPlot from "uplot"
import { type AxisKind, axisIncrements, describeX, xLabels, yAxisSize, yLabels } from "./axis"
import { getHoveredRun, setHoveredRun, subscribeHover } from "./hover"
import type { Line } from "./lines"
import { logSplits } from "./logSplits"
import { paintMarks } from "./marks"
import { Overlay } from "./Overlay"
import { type Frame, paintLines, projectY } from "./paint"
import { innerExtent, type Range, shownX, withMargin, xExtent, yExtent } from "./ranges"
import { type Reading, readLines } from "./reading"
import { Tooltip } from "./tooltip"

/** What a plot shows and how. */
export interface PlotView {
  lines: readonly Line[]
  xKind: AxisKind
  xMetric?: string
  logX: boolean
  logY: boolean
  ignoreOutliers: boolean
  /** The shown range of x; null shows everything. */
  xRange: Range | null
  /** The shown range of y; null is whatever the lines need. */
  yRange?: Range | null
  /** A range was drawn with the mouse, or (null) taken back with a double click. */
  onZoom: (range: Range | null) => void
  /** A point was clicked; `left` and `top` are its place on the page. */
  onPick?: (point: PickedPoint) => void
}

export interface PickedPoint {
  runId: string
  label: string
  x: number
  value: number
  left: number
  top: number
}

const HOVER_REACH_PX = 30
const CLICK_REACH_PX = 3
const MOST_BANDS = 40
/** Room for a label of a logarithmic axis. */
const X_LABEL_PX = 56
/** Height of the name of what is on x. */
const X_NAME_PX = 13
const Y_LABEL_PX = 26

/**
 * A plot without React. uPlot keeps the frame: axes, cursor, selection. The lines are painted from their own columns,
 * so a hundred runs with different x need no common table. Hovering repaints an overlay alone.
 */
export class Plot {
  readonly #uplot: uPlot
  readonly #tooltip: Tooltip
  readonly #overlay: Overlay
  readonly #leave: () => void
  #view: PlotView
  #ranges: { x: Range; y: Range }
  #inside = false
  #pressedAt = 0

  constructor(host: HTMLElement, view: PlotView, width: number, height: number) {
    this.#view = view
    this.#ranges = rangesOf(view)
    this.#uplot = new uPlot(this.#options(host, width, height), frameData(), host)
    this.#overlay = new Overlay(this.#uplot.over, tokenOf(host, "--surface"))
    this.#tooltip = new Tooltip(this.#uplot.over)
    this.#listen(this.#uplot.over)
    this.#leave = subscribeHover(() => this.#paintOverlay())
    this.#paintOverlay()
  }

  /** Shows other data; kinds of axes stay what they were. */
  update(view: PlotView): void {
    this.#view = view
    this.#ranges = rangesOf(view)
    this.#uplot.setData(frameData(), true)
  }

  resize(width: number, height: number): void {
    if (this.#uplot.width !== width || this.#uplot.height !== height) this.#uplot.setSize({ width, height })
  }

  destroy(): void {
    this.#leave()
    if (this.#inside) setHoveredRun(null)
    this.#uplot.destroy()
  }

  #options(host: HTMLElement, width: number, height: number): uPlot.Options {
    const { xKind, xMetric, logX, logY } = this.#view
    const axis = {
      stroke: tokenOf(host, "--ink-3"),
      grid: { stroke: tokenOf(host, "--grid"), width: 1 },
      ticks: { show: false },
      font: `11px ${getComputedStyle(host).fontFamily}`,
    }
    return {
      width,
      height,
      ms: 1,
      padding: [8, 10, 0, 0],
      legend: { show: false },
      cursor: {
        sync: {
          key: `runlake-${xKind}-${xMetric ?? ""}`,
          setSeries: false,
          scales: ["x", null],
          // The cursor is shared; what is dragged in one plot is no selection in another.
          filters: { pub: (type) => type === "mousemove" || type === "mouseleave", sub: () => true },
        },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        y: false,
        points: { show: false },
        bind: { dblclick: () => () => null },
      },
      scales: {
        x: { time: xKind === "time", distr: logX ? 3 : 1, range: () => this.#ranges.x },
        y: { distr: logY ? 3 : 1, range: () => this.#ranges.y },
      },
      axes: [
        {
          ...axis,
          ...(logX ? logAxis(X_LABEL_PX) : { incrs: axisIncrements(xKind) }),
          size: 26,
          ...(xMetric ? { label: xMetric, labelSize: X_NAME_PX, labelGap: -4, labelFont: axis.font } : {}),
          values: (_plot, at) => xLabels(xKind, at),
        },
        { ...axis, ...(logY ? logAxis(Y_LABEL_PX) : {}), size: yAxisSize, values: (_plot, at) => yLabels(at) },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        draw: [() => this.#paint()],
        setCursor: [() => this.#onCursor()],
        setSelect: [(plot) => this.#onSelect(plot)],
        setSize: [() => this.#paintOverlay()],
      },
    }
  }

  #listen(over: HTMLElement): void {
    over.addEventListener("mouseenter", () => {
      this.#inside = true
    })
    over.addEventListener("mouseleave", () => {
      this.#inside = false
      this.#tooltip.hide()
      setHoveredRun(null)
    })
    over.addEventListener("mousedown", ({ clientX }) => {
      this.#pressedAt = clientX
    })
    over.addEventListener("click", (event) => this.#onClick(event))
    over.addEventListener("dblclick", () => this.#view.onZoom(null))
  }

  #frame(overlay: boolean): Frame {
    const { bbox } = this.#uplot
    const { logX, logY } = this.#view
    const corner = overlay ? { left: 0, top: 0 } : { left: bbox.left, top: bbox.top }
    const { width, height } = bbox
    return { ...corner, width, height, ...this.#ranges, logX, logY, ratio: devicePixelRatio }
  }

  #paint(): void {
    const frame = this.#frame(false)
    const { lines } = this.#view
    paintLines(this.#uplot.ctx, frame, lines, { width: 1.5, bandAlpha: bandAlpha(lines.length) })
    paintMarks(this.#uplot.ctx, frame, lines)
    // The first painting happens while the plot is being made.
    if (this.#overlay) this.#paintOverlay()
  }

  #paintOverlay(): void {
    const left = this.#uplot.cursor.left ?? -1
    const x = left >= 0 ? this.#uplot.posToVal(left, "x") : null
    this.#overlay.paint(this.#frame(true), this.#view.lines, getHoveredRun(), x)
  }

  #onCursor(): void {
    if (!this.#overlay) return
    if (this.#inside) this.#read()
    this.#paintOverlay()
  }

  /** Every line at the pointer, the nearest first; none while it is elsewhere. */
  #readings(): Reading[] {
    const { left = -1, top = -1 } = this.#uplot.cursor
    if (left < 0) return []
    const toY = projectY(this.#frame(true))
    const ratio = devicePixelRatio
    return readLines(this.#view.lines, this.#uplot.posToVal(left, "x"), top, (value) => toY(value) / ratio)
  }

  #read(): void {
    const { left = -1, top = -1 } = this.#uplot.cursor
    const readings = this.#readings()
    const [nearest] = readings
    if (left >= 0) setHoveredRun(nearest && nearest.distance < HOVER_REACH_PX ? nearest.line.envelope.runId : null)
    if (!nearest) {
      this.#tooltip.hide()
      return
    }
    const { xKind, xMetric } = this.#view
    const title = describeX(xKind, nearest.line.x[nearest.index], xMetric)
    this.#tooltip.show(title, readings, left, top)
  }

  /** A drag ends in a click as well: it has selected something by then. */
  #onClick({ clientX, clientY }: MouseEvent): void {
    const { onPick } = this.#view
    if (!onPick || Math.abs(clientX - this.#pressedAt) > CLICK_REACH_PX) return
    const [nearest] = this.#readings()
    if (!nearest || nearest.distance > HOVER_REACH_PX) return
    const { line, index, value } = nearest
    const { runId } = line.envelope
    onPick({ runId, label: line.label, x: line.x[index], value, left: clientX, top: clientY })
  }

  #onSelect(plot: uPlot): void {
    const { left, width } = plot.select
    if (width < 4) return
    const range: Range = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    this.#view.onZoom(range)
  }
}

/** uPlot has no series of ours; two points let it make its scales. */
const frameData = (): uPlot.AlignedData => [
  [0, 1],
  [null, null],
]

function logAxis(labelPx: number): Pick<uPlot.Axis, "splits" | "filter"> {
  return {
    splits: (plot, axisIndex, low, high) => {
      const px = (axisIndex === 0 ? plot.bbox.width : plot.bbox.height) / devicePixelRatio
      return logSplits(low, high, Math.max(2, Math.floor((px || 100) / labelPx)))
    },
    filter: (_plot, splits) => splits,
  }
}

const tokenOf = (host: HTMLElement, name: string) => getComputedStyle(host).getPropertyValue(name).trim()

function bandAlpha(lines: number): number {
  if (lines > MOST_BANDS) return 0
  return lines > 8 ? 0.1 : 0.18
}

const MINUTE_MS = 60_000

function rangesOf({ lines, xKind, logX, logY, xRange, yRange, ignoreOutliers }: PlotView): { x: Range; y: Range } {
  const x =
    xRange && (!logX || xRange[0] > 0) ? xRange : shownX(xExtent(lines, logX), logX, xKind === "time" ? MINUTE_MS : 1)
  if (yRange && (!logY || yRange[0] > 0)) return { x, y: yRange }
  const inner = ignoreOutliers ? innerExtent(lines, x, logY) : null
  const y = inner ?? yExtent(lines, x, logY)
  return { x, y: y ? withMargin(y, logY, inner ? 0.1 : 0.05) : logY ? [0.1, 10] : [0, 1] }
}
