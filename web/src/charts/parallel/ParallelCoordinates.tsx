import { type PointerEvent, useMemo, useRef } from "react"
import { cx } from "@/lib/classNames"
import { getHoveredRun, setHoveredRun } from "../hover"
import { useWidth } from "../scatter/useWidth"
import { AxesLayer, HoveredValues } from "./AxesLayer"
import { AxisTitle } from "./AxisTitle"
import type { ParallelAxis } from "./axes"
import { type Brushes, chosenLines, withBrush } from "./brush"
import { axisAt, dropIndex, type Frame, frameOf, heightsOf, lineAt, moved } from "./geometry"
import { LineLayers } from "./LineLayers"
import { useBrushing } from "./useBrushing"

export interface ParallelCoordinatesProps {
  label: string
  /** From left to right. */
  axes: readonly ParallelAxis[]
  /** One for each line, as the values of the axes are. */
  lineIds: readonly string[]
  /** The axis that gives the lines their colour. */
  colourBy: string
  lowIsBest: boolean
  heightPx: number
  brushes: Brushes
  onBrushes: (brushes: Brushes) => void
  onOrder: (axisIds: string[]) => void
  onLog?: (axisId: string, log: boolean) => void
  onHide?: (axisId: string) => void
  /** A line was pressed. */
  onOpen?: (lineId: string) => void
  /** What a person is told of it, below the picture; `chosen` counts also while a brush is dragged. */
  footer?: (chosen: number) => string
}

const TITLE_PX = 24
const HOVER_PX = 7
const CURSOR_PX = 14

/** A line for each run across one axis for each parameter; ranges chosen on axes choose the lines. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { axes, lineIds, colourBy, lowIsBest, heightPx } = props
  const [measure, widthPx] = useWidth()
  const frame = useMemo(() => frameOf(axes, widthPx, heightPx - TITLE_PX), [axes, widthPx, heightPx])
  const ys = useMemo(() => heightsOf(axes, frame), [axes, frame])
  const brushing = useBrushing(axes, frame, props.brushes, props.onBrushes)
  const { brushes } = brushing
  const chosen = useMemo(() => chosenLines(axes, brushes, lineIds.length), [axes, brushes, lineIds])
  const chosenCount = useMemo(() => chosen.reduce((sum, one) => sum + one, 0), [chosen])
  const pointer = usePointer(props, frame, ys, chosen, brushing)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of axes is not a fieldset
    <div role="group" aria-label={props.label}>
      <div ref={measure} className="relative select-none" style={{ height: heightPx }}>
        {widthPx > 0 && axes.length > 0 && (
          <>
            <Titles {...props} frame={frame} brushes={brushes} />
            <div
              className={cx("absolute inset-x-0 bottom-0", brushing.dragging && "cursor-row-resize")}
              style={{ top: TITLE_PX }}
              data-lines={chosenCount}
              {...pointer}
            >
              <LineLayers
                {...{ frame, ys, chosen, chosenCount, lowIsBest, lineIds }}
                colourBy={axes.find(({ axisId }) => axisId === colourBy)}
              />
              <AxesLayer axes={axes} frame={frame} brushes={brushes} />
              <HoveredValues axes={axes} frame={frame} lineIds={lineIds} />
            </div>
          </>
        )}
      </div>
      {props.footer && <p className="num truncate text-ink-3 text-xs">{props.footer(chosenCount)}</p>}
    </div>
  )
}

function Titles({ axes, frame, brushes, ...props }: ParallelCoordinatesProps & { frame: Frame }) {
  const order = axes.map(({ axisId }) => axisId)
  const between = axes.length > 1 ? frame.xs[1] - frame.xs[0] : frame.widthPx
  const move = (from: number, to: number) => {
    if (to !== from && to >= 0 && to < order.length) props.onOrder(moved(order, from, to))
  }
  return axes.map((axis, index) => (
    <AxisTitle
      key={axis.axisId}
      axis={axis}
      x={frame.xs[index]}
      widthPx={Math.min(140, Math.max(40, between - 4))}
      brush={brushes[axis.axisId]}
      onBrush={(brush) => props.onBrushes(withBrush(brushes, axis.axisId, brush))}
      onStep={(step) => move(index, index + step)}
      onDrop={(byPx) => move(index, dropIndex(frame, frame.xs[index] + byPx))}
      dropX={(byPx) => frame.xs[dropIndex(frame, frame.xs[index] + byPx)]}
      onLog={props.onLog && ((log) => props.onLog?.(axis.axisId, log))}
      onHide={props.onHide && axes.length > 2 ? () => props.onHide?.(axis.axisId) : undefined}
    />
  ))
}

/** Hovering finds a line, pressing one opens it, dragging along an axis brushes. */
function usePointer(
  { lineIds, onOpen }: ParallelCoordinatesProps,
  frame: Frame,
  ys: Float32Array,
  chosen: Uint8Array,
  brushing: ReturnType<typeof useBrushing>,
) {
  const brushes = useRef(false)
  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const { x, y } = placeOf(event)
      brushes.current = brushing.down(event, x, y)
      if (brushes.current) event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const at = placeOf(event)
      if (brushes.current) return brushing.move(at.y)
      event.currentTarget.style.cursor = axisAt(frame, at.x, CURSOR_PX) >= 0 ? "row-resize" : ""
      setHoveredRun(lineIds[lineAt(frame, ys, chosen, at, HOVER_PX)] ?? null)
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (brushes.current) brushing.up(placeOf(event).y)
      else if (event.button === 0 && getHoveredRun()) onOpen?.(getHoveredRun() as string)
      brushes.current = false
    },
    onPointerCancel: () => {
      brushes.current = false
      brushing.cancel()
    },
    onPointerLeave: () => setHoveredRun(null),
  }
}
