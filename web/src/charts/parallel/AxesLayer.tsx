import { useHoveredRun } from "../hover"
import { type ParallelAxis, valueText } from "./axes"
import { type Brushes, spansOf } from "./brush"
import { type Frame, yOf } from "./geometry"

interface AxesLayerProps {
  axes: readonly ParallelAxis[]
  frame: Frame
  brushes: Brushes
}

const BRUSH_PX = 12
const LETTER_PX = 6.4

/** Axes with their ticks and brushes, above the lines. */
export function AxesLayer({ axes, frame, brushes }: AxesLayerProps) {
  const room = frame.xs.length > 1 ? frame.xs[1] - frame.xs[0] : frame.widthPx / 2
  return (
    <svg
      aria-hidden="true"
      width={frame.widthPx}
      height={frame.heightPx}
      className="num pointer-events-none absolute inset-0 text-xs"
    >
      {axes.map((axis, index) => (
        <g key={axis.axisId} transform={`translate(${frame.xs[index]} 0)`}>
          <line y1={frame.top} y2={frame.bottom} className="stroke-ink-3" strokeWidth={1} />
          {(brushes[axis.axisId] ? spansOf(axis, brushes[axis.axisId]) : []).map(([bottom, top]) => (
            <rect
              key={bottom}
              x={-BRUSH_PX / 2}
              width={BRUSH_PX}
              y={yOf(frame, top)}
              height={Math.max(2, yOf(frame, bottom) - yOf(frame, top))}
              rx={2}
              className="fill-accent/30 stroke-accent"
            />
          ))}
          {axis.ticks.map((tick) => (
            <Tick
              key={tick.label}
              label={tick.label}
              y={yOf(frame, tick.place)}
              roomPx={index === 0 ? 52 : room * 0.6}
            />
          ))}
          {axis.missing > 0 && <Tick label="none" y={frame.missingY} roomPx={52} quiet />}
        </g>
      ))}
    </svg>
  )
}

function Tick({ label, y, roomPx, quiet }: { label: string; y: number; roomPx: number; quiet?: boolean }) {
  const most = Math.max(3, Math.floor((roomPx - 8) / LETTER_PX))
  const text = label.length > most ? `${label.slice(0, most - 1)}…` : label
  return (
    <g transform={`translate(0 ${y})`}>
      {!quiet && <line x1={-4} x2={0} className="stroke-ink-3" />}
      <text
        x={-7}
        dy="0.32em"
        textAnchor="end"
        strokeWidth={3.5}
        strokeLinejoin="round"
        className="fill-ink-2 stroke-surface [paint-order:stroke]"
      >
        {text}
      </text>
    </g>
  )
}

interface HoveredValuesProps {
  axes: readonly ParallelAxis[]
  frame: Frame
  lineIds: readonly string[]
}

/** What the line under the pointer has on each axis. */
export function HoveredValues({ axes, frame, lineIds }: HoveredValuesProps) {
  const hovered = useHoveredRun()
  const line = hovered === null ? -1 : lineIds.indexOf(hovered)
  if (line < 0) return null
  return axes.map((axis, index) => (
    <span
      key={axis.axisId}
      aria-hidden="true"
      className="num pointer-events-none absolute z-10 max-w-28 -translate-y-1/2 truncate rounded border border-line bg-raised px-1 text-ink text-xs shadow-pop"
      style={
        index === axes.length - 1
          ? { right: frame.widthPx - frame.xs[index] + 6, top: yOf(frame, axis.places[line]) }
          : { left: frame.xs[index] + 6, top: yOf(frame, axis.places[line]) }
      }
    >
      {valueText(axis, axis.values[line])}
    </span>
  ))
}
