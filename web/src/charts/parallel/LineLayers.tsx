import { memo, type RefObject, useEffect, useMemo, useRef } from "react"
import { useDark } from "@/ui/theme"
import { getHoveredRun, subscribeHover } from "../hover"
import type { ParallelAxis } from "./axes"
import type { Frame } from "./geometry"
import { alphaFor, type Batch, batchesOf, LinePainter, type Picture } from "./painter"
import { rampColours, stepOf } from "./ramp"

interface LineLayersProps {
  frame: Frame
  ys: Float32Array
  chosen: Uint8Array
  chosenCount: number
  /** The axis that gives the colour. */
  colourBy: ParallelAxis | undefined
  lowIsBest: boolean
  lineIds: readonly string[]
}

/** The lines: those that were not chosen in grey, the chosen ones in colour, the one under the pointer on top. */
export const LineLayers = memo(function LineLayers(props: LineLayersProps) {
  const { frame, ys, chosen, chosenCount, colourBy, lowIsBest } = props
  const dark = useDark()
  const lines = chosen.length
  const steps = useMemo(
    () => Int8Array.from(colourBy?.places ?? new Float64Array(lines).fill(Number.NaN), (at) => stepOf(at, lowIsBest)),
    [colourBy, lines, lowIsBest],
  )
  const everyLine = chosenCount === lines
  const context = useMemo((): Picture | null => {
    if (everyLine) return null
    const all = { colour: token("--line-strong"), lines: Uint32Array.from({ length: lines }, (_, line) => line) }
    return { frame, ys, batches: [all], alpha: (dark ? 0.5 : 0.4) * alphaFor(lines), lineWidth: 1 }
    // A drag changes who is chosen, not who is drawn in grey.
  }, [frame, ys, lines, everyLine, dark])
  const picture = useMemo((): Picture => {
    const batches = batchesOf(steps, chosen, rampColours(dark), token("--ink-3"))
    return { frame, ys, batches, alpha: alphaFor(chosenCount), lineWidth: chosenCount < 60 ? 1.6 : 1.1 }
  }, [frame, ys, steps, chosen, chosenCount, dark])
  return (
    <>
      <Layer picture={context} />
      <Layer picture={picture} />
      <HoveredLine {...props} />
    </>
  )
})

/** Canvases need colours by value. */
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888"

function Layer({ picture }: { picture: Picture | null }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = usePainter(canvas)
  useEffect(() => painter()?.paint(picture), [painter, picture])
  return <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
}

function usePainter(canvas: RefObject<HTMLCanvasElement | null>): () => LinePainter | null {
  const made = useRef<LinePainter | null>(null)
  useEffect(
    () => () => {
      made.current?.stop()
      made.current = null
    },
    [],
  )
  return useMemo(
    () => () => {
      if (!made.current && canvas.current) made.current = new LinePainter(canvas.current)
      return made.current
    },
    [canvas],
  )
}

/** Drawn outside of React: it changes with every move of the pointer. */
function HoveredLine({ frame, ys, lineIds }: LineLayersProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = usePainter(canvas)
  const dark = useDark()
  const places = useMemo(() => new Map(lineIds.map((lineId, line) => [lineId, line])), [lineIds])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens change with the theme
  useEffect(() => {
    const draw = () => {
      const line = places.get(getHoveredRun() ?? "")
      const lines = Uint32Array.of(line ?? 0)
      const halo: Batch = { colour: token("--surface"), lines, lineWidth: 7 }
      const batches = [{ colour: token("--ink"), lines }, halo]
      painter()?.paint(line === undefined ? null : { frame, ys, batches, alpha: 1, lineWidth: 2.4 })
    }
    draw()
    return subscribeHover(draw)
  }, [painter, frame, ys, places, dark])
  return <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
}
