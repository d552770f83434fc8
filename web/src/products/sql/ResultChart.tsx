import { useMemo, useState } from "react"
import type { SqlAnswer } from "@/api/sql"
import { type ChartSeries, LineChart, NO_SMOOTHING, setHoveredRun } from "@/charts"
import { plural } from "@/lib/format"
import { EmptyState } from "@/ui/EmptyState"
import { Select } from "@/ui/Select"
import { useDark } from "@/ui/theme"
import { useElementSize } from "@/ui/useElementSize"
import { useUrlState } from "@/ui/useUrlState"
import { isTime } from "./cells"
import { type Drawing, drawable, drawingOf, linesFrom } from "./drawing"

const ALL = "*"
const NONE = "-"

/** Numbers of the answer over one of its columns; which ones is part of the address. */
export function ResultChart({ answer }: { answer: SqlAnswer }) {
  const [url] = useUrlState()
  const drawing = useMemo(() => drawingOf(answer, url), [answer, url])
  if (!drawing) {
    return (
      <EmptyState
        icon="chart"
        title="Nothing to draw"
        text="A chart needs a number over another number or a time: select two such columns."
      />
    )
  }
  return <Drawn answer={answer} drawing={drawing} />
}

function Drawn({ answer, drawing }: { answer: SqlAnswer; drawing: Drawing }) {
  const dark = useDark()
  const [host, setHost] = useState<HTMLDivElement | null>(null)
  const [width, height] = useElementSize(host)
  const [range, setRange] = useState<[number, number] | null>(null)
  const { series, left } = useMemo(() => linesFrom(answer, drawing, dark), [answer, drawing, dark])
  const x = answer.columns[drawing.x]
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Choices answer={answer} drawing={drawing} />
      <div ref={setHost} className="min-h-0 flex-1 px-1">
        {width > 0 && height > 0 && (
          <LineChart
            title={drawing.ys.map((at) => answer.columns[at].name).join(", ")}
            series={series}
            smoothing={NO_SMOOTHING}
            xKind={isTime(x.type) ? "time" : x.name === "step" ? "step" : "metric"}
            xMetric={x.name}
            logX={false}
            logY={false}
            ignoreOutliers={false}
            xRange={range}
            onZoom={setRange}
            width={width - 8}
            height={height}
          />
        )}
      </div>
      <Legend series={series} left={left} />
    </div>
  )
}

function Choices({ answer, drawing }: { answer: SqlAnswer; drawing: Drawing }) {
  const [, change] = useUrlState()
  const { xs, ys, bys } = drawable(answer)
  const optionsOf = (places: number[]) =>
    [...new Set(places.map((at) => answer.columns[at].name))].map((name) => ({ value: name, label: name }))
  const name = (at: number) => answer.columns[at].name
  const drawn = ys.filter((at) => at !== drawing.x)
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-3 py-1.5 text-ink-3 text-sm">
      <span>Draw</span>
      <Select
        size="sm"
        label="What is drawn"
        value={drawing.ys.length > 1 ? ALL : name(drawing.ys[0])}
        options={[...(drawn.length > 1 ? [{ value: ALL, label: "all numbers" }] : []), ...optionsOf(drawn)]}
        onChange={(y) => change({ y: y === ALL ? null : y })}
      />
      <span>over</span>
      <Select
        size="sm"
        label="Over what"
        value={name(drawing.x)}
        options={optionsOf(xs)}
        onChange={(x) => change({ x })}
      />
      <span>a line for each</span>
      <Select
        size="sm"
        label="A line for each"
        value={drawing.by === null ? NONE : name(drawing.by)}
        options={[{ value: NONE, label: "column" }, ...optionsOf(bys.filter((at) => at !== drawing.x))]}
        onChange={(by) => change({ by })}
      />
    </div>
  )
}

function Legend({ series, left }: { series: readonly ChartSeries[]; left: number }) {
  return (
    <ul
      aria-label="Lines"
      className="flex max-h-16 shrink-0 flex-wrap gap-x-3 gap-y-0.5 overflow-y-auto px-3 py-1 text-xs"
    >
      {series.map(({ label, colour, dash }) => (
        <li
          key={label}
          className="flex min-w-0 max-w-60 items-center gap-1.5"
          onMouseEnter={() => setHoveredRun(label)}
          onMouseLeave={() => setHoveredRun(null)}
        >
          <svg width="14" height="4" aria-hidden="true" className="shrink-0">
            <line x1="0" y1="2" x2="14" y2="2" stroke={colour} strokeWidth="2" strokeDasharray={dash?.join(" ")} />
          </svg>
          <span className="truncate">{label}</span>
        </li>
      ))}
      {left > 0 && <li className="text-ink-3">and {plural(left, "line")} more, not drawn</li>}
    </ul>
  )
}
