import { type PointerEvent, useEffect, useMemo, useRef } from "react"
import { useDark } from "@/ui/theme"
import { getHoveredRun, setHoveredRun, subscribeHover, useHoveredRun } from "../hover"
import type { Stair } from "./best"
import { drawDots, drawRing, fitCanvas } from "./dots"
import { alongOf, describeValue, nearestPoint, type PlaneScale, scaleFor, ticksFor } from "./plane"
import { useWidth } from "./useWidth"

export interface ScatterAxis {
  label: string
  values: readonly number[]
  log?: boolean
  kind?: PlaneScale["kind"]
}

export interface ScatterChartProps {
  label: string
  /** One for each dot, as the values of the axes are. */
  dotIds: readonly string[]
  nameOf: (dot: number) => string
  x: ScatterAxis
  y: ScatterAxis
  colours: readonly string[]
  chosen: Uint8Array
  /** Drawn through the dots as a stair that goes on to the right edge. */
  stair?: Stair
  heightPx: number
  onOpen?: (dotId: string) => void
  footer?: string
}

const LEFT_PX = 56
const RIGHT_PX = 12
const TOP_PX = 10
const BOTTOM_PX = 38
const HOVER_PX = 12

/** A dot for each run. */
export function ScatterChart(props: ScatterChartProps) {
  const { x, y, dotIds, stair, heightPx } = props
  const [measure, widthPx] = useWidth()
  const plane = usePlane(props, widthPx)
  const move = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const at = { x: event.clientX - box.left, y: event.clientY - box.top }
    setHoveredRun(dotIds[nearestPoint(plane.xs, plane.ys, at, HOVER_PX)] ?? null)
  }
  const press = () => {
    const hovered = getHoveredRun()
    if (hovered) props.onOpen?.(hovered)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture is not a fieldset
    <div role="group" aria-label={props.label}>
      <div
        ref={measure}
        className="relative select-none"
        style={{ height: heightPx }}
        data-dots={dotIds.length}
        onPointerMove={move}
        onPointerLeave={() => setHoveredRun(null)}
        onPointerUp={press}
      >
        {widthPx > 0 && (
          <>
            <Grid plane={plane} xLabel={x.label} yLabel={y.label} stair={stair} />
            <DotsLayer {...props} plane={plane} />
            <Reading {...props} plane={plane} />
          </>
        )}
      </div>
      {props.footer && <p className="num truncate text-ink-3 text-xs">{props.footer}</p>}
    </div>
  )
}

interface Plane {
  widthPx: number
  heightPx: number
  xScale: PlaneScale
  yScale: PlaneScale
  xs: Float32Array
  ys: Float32Array
  xPx: (value: number) => number
  yPx: (value: number) => number
}

function usePlane({ x, y, heightPx }: ScatterChartProps, widthPx: number): Plane {
  return useMemo(() => {
    const xScale = scaleFor(x.values, x)
    const yScale = scaleFor(y.values, y)
    const xPx = (value: number) => LEFT_PX + alongOf(xScale, value) * (widthPx - LEFT_PX - RIGHT_PX)
    const yPx = (value: number) => heightPx - BOTTOM_PX - alongOf(yScale, value) * (heightPx - TOP_PX - BOTTOM_PX)
    const xs = Float32Array.from(x.values, xPx)
    const ys = Float32Array.from(y.values, yPx)
    return { widthPx, heightPx, xScale, yScale, xs, ys, xPx, yPx }
  }, [x, y, heightPx, widthPx])
}

function Grid({ plane, xLabel, yLabel, stair }: { plane: Plane; xLabel: string; yLabel: string; stair?: Stair }) {
  const { widthPx, heightPx, xScale, yScale } = plane
  const [right, bottom] = [widthPx - RIGHT_PX, heightPx - BOTTOM_PX]
  const xTicks = ticksFor(xScale, Math.max(4, Math.floor((right - LEFT_PX) / 64)))
  const yTicks = ticksFor(yScale, 6)
  return (
    <svg
      aria-hidden="true"
      width={widthPx}
      height={heightPx}
      className="num pointer-events-none absolute inset-0 text-xs"
    >
      {yTicks.map(({ place, label }) => {
        const at = bottom - place * (bottom - TOP_PX)
        return (
          <g key={label} transform={`translate(0 ${at})`}>
            <line x1={LEFT_PX} x2={right} className="stroke-grid" />
            <text x={LEFT_PX - 6} dy="0.32em" textAnchor="end" className="fill-ink-3">
              {label}
            </text>
          </g>
        )
      })}
      {xTicks.map(({ place, label }) => (
        <g key={place} transform={`translate(${LEFT_PX + place * (right - LEFT_PX)} 0)`}>
          <line y1={TOP_PX} y2={bottom} className="stroke-grid" />
          <text y={bottom + 14} textAnchor="middle" className="fill-ink-3">
            {label}
          </text>
        </g>
      ))}
      <text x={(LEFT_PX + right) / 2} y={heightPx - 6} textAnchor="middle" className="fill-ink-2">
        {xLabel}
      </text>
      <text transform={`translate(11 ${(TOP_PX + bottom) / 2}) rotate(-90)`} textAnchor="middle" className="fill-ink-2">
        {yLabel}
      </text>
      {stair && <path d={stairPath(plane, stair, right)} fill="none" strokeWidth={1.75} className="stroke-accent" />}
    </svg>
  )
}

function stairPath({ xPx, yPx, yScale }: Plane, { x, y }: Stair, right: number): string {
  const shown = x.map((_, index) => index).filter((index) => !Number.isNaN(alongOf(yScale, y[index])))
  if (shown.length === 0) return ""
  const corners = shown.map((index, at) => {
    const [left, top] = [xPx(x[index]).toFixed(1), yPx(y[index]).toFixed(1)]
    return at === 0 ? `M${left} ${top}` : `H${left}V${top}`
  })
  return `${corners.join("")}H${right}`
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888"

function DotsLayer({ plane, dotIds, colours, chosen }: ScatterChartProps & { plane: Plane }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const top = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const { widthPx, heightPx, xs, ys } = plane
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens change with the theme
  useEffect(() => {
    const context = canvas.current && fitCanvas(canvas.current, widthPx, heightPx)
    if (context) drawDots(context, { xs, ys, colours, chosen }, token("--ink-3"))
  }, [widthPx, heightPx, xs, ys, colours, chosen, dark])
  const places = useMemo(() => new Map(dotIds.map((dotId, dot) => [dotId, dot])), [dotIds])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens change with the theme
  useEffect(() => {
    const draw = () => {
      const context = top.current && fitCanvas(top.current, widthPx, heightPx)
      const dot = places.get(getHoveredRun() ?? "")
      if (context && dot !== undefined) drawRing(context, xs[dot], ys[dot], token("--ink"), colours[dot])
    }
    draw()
    return subscribeHover(draw)
  }, [widthPx, heightPx, xs, ys, colours, places, dark])
  return (
    <>
      <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
      <canvas ref={top} className="pointer-events-none absolute inset-0 size-full" />
    </>
  )
}

/** The name and the values of the dot under the pointer. */
function Reading({ plane, dotIds, nameOf, x, y }: ScatterChartProps & { plane: Plane }) {
  const hovered = useHoveredRun()
  const dot = hovered === null ? -1 : dotIds.indexOf(hovered)
  if (dot < 0 || Number.isNaN(plane.xs[dot]) || Number.isNaN(plane.ys[dot])) return null
  const right = plane.xs[dot] > plane.widthPx / 2
  const below = plane.ys[dot] < plane.heightPx / 2
  return (
    <div
      aria-hidden="true"
      className="num pointer-events-none absolute z-10 w-max max-w-64 rounded-md border border-line bg-raised px-2 py-1.5 text-xs shadow-pop"
      style={{
        [right ? "right" : "left"]: (right ? plane.widthPx - plane.xs[dot] : plane.xs[dot]) + 10,
        [below ? "top" : "bottom"]: (below ? plane.ys[dot] : plane.heightPx - plane.ys[dot]) + 10,
      }}
    >
      <div className="truncate font-medium">{nameOf(dot)}</div>
      <div className="text-ink-2">{describeValue(plane.xScale, x.label, x.values[dot])}</div>
      <div className="text-ink-2">{describeValue(plane.yScale, y.label, y.values[dot])}</div>
    </div>
  )
}
