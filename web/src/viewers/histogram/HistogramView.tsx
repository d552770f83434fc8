import { type PointerEvent, useEffect, useMemo, useRef } from "react"
import type { MediaValue } from "@/api"
import { cx } from "@/lib/classNames"
import { formatNumber } from "@/lib/format"
import { useDark } from "@/ui/theme"
import { useUrlState } from "@/ui/useUrlState"
import { type HistogramBins, histogramBins, rebin } from "./bins"
import { Ridge } from "./Ridge"

const ROWS = 64

interface HistogramViewProps {
  values: readonly MediaValue[]
  index: number
  height: string
  onStep: (step: number | null) => void
}

/**
 * Above, all steps: as a heat map, value upwards, or as ridges, value to the right. Below, the step that is chosen as
 * bars. A click above chooses.
 */
export function HistogramView({ values, index, height, onStep }: HistogramViewProps) {
  const bins = useMemo(() => values.map((value) => histogramBins(value.value)), [values])
  const [low, high] = useMemo(() => extent(bins), [bins])
  const chosen = bins[index]
  const [url, change] = useUrlState()
  const ridge = url.steps === "ridge"
  const Steps = ridge ? Ridge : HeatMap
  return (
    <div className={cx("flex flex-col gap-2", height)}>
      {values.length > 1 && (
        <div className="relative flex min-h-0 flex-[3] flex-col">
          <Steps values={values} bins={bins} low={low} high={high} index={index} onStep={onStep} />
          <button
            type="button"
            onClick={() => change({ steps: ridge ? null : "ridge" })}
            className="absolute top-1 right-1 rounded border border-line bg-surface px-1.5 text-ink-2 text-xs hover:border-line-strong"
          >
            {ridge ? "Heat map" : "Ridges"}
          </button>
        </div>
      )}
      {chosen && <Bars bins={chosen} low={low} high={high} />}
      <div className="num flex justify-between text-ink-3 text-xs">
        <span>{formatNumber(low)}</span>
        <span>{chosen && `${formatNumber(chosen.counts.reduce((sum, count) => sum + count, 0))} values`}</span>
        <span>{formatNumber(high)}</span>
      </div>
    </div>
  )
}

function extent(bins: (HistogramBins | null)[]): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const one of bins) {
    if (!one) continue
    low = Math.min(low, one.edges[0])
    high = Math.max(high, one.edges[one.edges.length - 1])
  }
  return low <= high ? [low, high] : [0, 1]
}

interface HeatMapProps {
  values: readonly MediaValue[]
  bins: readonly (HistogramBins | null)[]
  low: number
  high: number
  index: number
  onStep: (step: number | null) => void
}

function HeatMap({ values, bins, low, high, index, onStep }: HeatMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  useEffect(() => {
    if (canvas.current) drawHeat(canvas.current, bins, low, high, dark)
  }, [bins, low, high, dark])
  const choose = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointermove" && event.buttons !== 1) return
    const box = event.currentTarget.getBoundingClientRect()
    const place = Math.min(
      values.length - 1,
      Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * values.length)),
    )
    onStep(place === values.length - 1 ? null : values[place].step)
  }
  return (
    <div
      className="relative min-h-0 flex-1 cursor-crosshair overflow-hidden rounded bg-sunken"
      onPointerDown={choose}
      onPointerMove={choose}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Distribution over ${values.length} steps`}
        width={values.length}
        height={ROWS}
        className="h-full w-full [image-rendering:pixelated]"
      />
      <div
        className="pointer-events-none absolute inset-y-0 border-ink border-l"
        style={{ left: `${((index + 0.5) / values.length) * 100}%` }}
      />
    </div>
  )
}

/** One pixel for each step and bin; the browser stretches it. */
function drawHeat(
  canvas: HTMLCanvasElement,
  bins: readonly (HistogramBins | null)[],
  low: number,
  high: number,
  dark: boolean,
): void {
  const context = canvas.getContext("2d")
  if (!context) return
  const picture = context.createImageData(canvas.width, ROWS)
  const [red, green, blue] = dark ? [106, 162, 255] : [31, 95, 214]
  bins.forEach((one, column) => {
    if (!one) return
    const grid = rebin(one, low, high, ROWS)
    const top = Math.max(...grid) || 1
    grid.forEach((count, row) => {
      const at = ((ROWS - 1 - row) * canvas.width + column) * 4
      picture.data.set([red, green, blue, Math.round(255 * Math.sqrt(count / top))], at)
    })
  })
  context.putImageData(picture, 0, 0)
}

function Bars({ bins, low, high }: { bins: HistogramBins; low: number; high: number }) {
  const top = Math.max(1e-12, ...bins.counts)
  const x = (value: number) => ((value - low) / (high - low || 1)) * 100
  return (
    <svg
      role="img"
      aria-label="The chosen step"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className="min-h-0 w-full flex-[2]"
    >
      {bins.counts.map((count, place) => {
        const from = x(bins.edges[place])
        const bar = (count / top) * 100
        return (
          <rect
            key={place}
            x={from}
            y={100 - bar}
            width={Math.max(0.2, x(bins.edges[place + 1]) - from - 0.1)}
            height={bar}
            className="fill-accent"
          >
            <title>{`${formatNumber(bins.edges[place])} to ${formatNumber(bins.edges[place + 1])}: ${formatNumber(count)}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
