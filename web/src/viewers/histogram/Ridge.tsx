import { type PointerEvent, useEffect, useRef } from "react"
import type { MediaValue } from "@/api"
import { useDark } from "@/ui/theme"
import { type HistogramBins, rebin } from "./bins"
import { ridgeSteps } from "./ridgeSteps"

interface RidgeProps {
  values: readonly MediaValue[]
  bins: readonly (HistogramBins | null)[]
  low: number
  high: number
  index: number
  onStep: (step: number | null) => void
}

const [WIDTH, HEIGHT, COLUMNS] = [640, 320, 120]
/** How far a ridge may rise over those behind it. */
const RISE = 3

/** Each step's distribution as a ridge, the latest in front; a click chooses a step. */
export function Ridge({ values, bins, low, high, index, onStep }: RidgeProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const places = ridgeSteps(values.length)
  useEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (context) draw(context, ridgeSteps(bins.length), bins, low, high, index, dark)
  }, [bins, low, high, index, dark])
  const choose = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const row = ((event.clientY - box.top) / box.height) * (places.length + RISE) - RISE
    const place = places[Math.min(places.length - 1, Math.max(0, Math.floor(row)))]
    onStep(place === values.length - 1 ? null : values[place].step)
  }
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={`Distributions of ${values.length} steps as ridges`}
      width={WIDTH}
      height={HEIGHT}
      onPointerDown={choose}
      className="min-h-0 w-full flex-1 cursor-crosshair rounded bg-sunken"
    />
  )
}

function draw(
  context: CanvasRenderingContext2D,
  places: readonly number[],
  bins: readonly (HistogramBins | null)[],
  low: number,
  high: number,
  chosen: number,
  dark: boolean,
): void {
  context.clearRect(0, 0, WIDTH, HEIGHT)
  const rowPx = HEIGHT / (places.length + RISE)
  const [red, green, blue] = dark ? [106, 162, 255] : [31, 95, 214]
  places.forEach((place, row) => {
    const one = bins[place]
    if (!one) return
    const density = rebin(one, low, high, COLUMNS)
    const most = Math.max(...density) || 1
    const base = (row + RISE + 0.9) * rowPx
    outline(context, density, base, (RISE * rowPx) / most)
    const share = places.length > 1 ? row / (places.length - 1) : 1
    context.fillStyle = `rgba(${red}, ${green}, ${blue}, ${0.25 + 0.55 * share})`
    context.fill()
    context.lineWidth = place === chosen ? 2.5 : 1
    context.strokeStyle = place === chosen ? (dark ? "#e8ebf0" : "#161b22") : dark ? "#0a0d11" : "#ffffff"
    context.stroke()
  })
}

function outline(context: CanvasRenderingContext2D, density: readonly number[], base: number, scale: number): void {
  context.beginPath()
  context.moveTo(0, base)
  density.forEach((count, column) => {
    context.lineTo(((column + 0.5) / COLUMNS) * WIDTH, base - count * scale)
  })
  context.lineTo(WIDTH, base)
  context.closePath()
}
