import { useState } from "react"
import type { AxisKind, SmoothingKind } from "@/charts"
import { formatDuration } from "@/lib/format"
import { Button } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { Select } from "@/ui/Select"
import type { CanvasView, PanelSize } from "./view"

interface ControlBarProps {
  view: CanvasView
  metrics: readonly string[]
  /** The system source has no steps of its own. */
  axes: readonly AxisKind[]
  onChange: (change: Partial<CanvasView>) => void
}

const AXIS_LABELS: Record<AxisKind, string> = {
  step: "Step",
  time: "Wall time",
  relative: "Relative time",
  metric: "Metric…",
}
const SMOOTHING_LABELS: Record<SmoothingKind, string> = {
  none: "No smoothing",
  ema: "EMA",
  gaussian: "Gaussian",
  average: "Running average",
}
const SIZES: readonly { value: PanelSize; label: string }[] = [
  { value: "s", label: "Small" },
  { value: "m", label: "Medium" },
  { value: "l", label: "Large" },
]

/** One bar for all panels of a canvas. */
export function ControlBar({ view, metrics, axes, onChange }: ControlBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Input
        icon="search"
        size="sm"
        aria-label="Search panels"
        placeholder="Search panels (regex)"
        className="w-48"
        value={view.search}
        onChange={(event) => onChange({ search: event.target.value })}
      />
      <AxisControl view={view} metrics={metrics} axes={axes} onChange={onChange} />
      <SmoothingControl view={view} onChange={onChange} />
      <Toggle label="Log y" on={view.logY} onClick={() => onChange({ logY: !view.logY })} />
      <Toggle label="Log x" on={view.logX} onClick={() => onChange({ logX: !view.logX })} />
      <Toggle
        label="Ignore outliers"
        on={view.ignoreOutliers}
        onClick={() => onChange({ ignoreOutliers: !view.ignoreOutliers })}
      />
      <Select size="sm" label="Panel size" value={view.size} options={SIZES} onChange={(size) => onChange({ size })} />
      {view.range && (
        <Chip onRemove={() => onChange({ range: null })}>{describeRange(view.axis.kind, view.range)}</Chip>
      )}
    </div>
  )
}

function Toggle({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <Button size="sm" variant={on ? "secondary" : "ghost"} aria-pressed={on} onClick={onClick}>
      <span className={on ? "text-accent" : undefined}>{label}</span>
    </Button>
  )
}

function AxisControl({ view, metrics, axes, onChange }: ControlBarProps) {
  const [choosing, setChoosing] = useState(false)
  const choose = (kind: AxisKind) => {
    if (kind === "metric") setChoosing(true)
    else onChange({ axis: { kind }, range: null })
  }
  const label = view.axis.kind === "metric" ? view.axis.metric : null
  return (
    <>
      <Select
        size="sm"
        label="X-axis"
        value={view.axis.kind}
        options={axes.map((kind) => ({ value: kind, label: kind === "metric" && label ? label : AXIS_LABELS[kind] }))}
        onChange={choose}
      />
      <Popover
        open={choosing}
        onOpenChange={setChoosing}
        trigger={<span aria-hidden="true" />}
        className="max-h-72 w-64 overflow-auto"
      >
        <MetricPicker
          metrics={metrics}
          onPick={(metric) => {
            setChoosing(false)
            onChange({ axis: { kind: "metric", metric }, range: null })
          }}
        />
      </Popover>
    </>
  )
}

function MetricPicker({ metrics, onPick }: { metrics: readonly string[]; onPick: (metric: string) => void }) {
  const [search, setSearch] = useState("")
  const found = metrics.filter((metric) => metric.toLowerCase().includes(search.toLowerCase())).slice(0, 200)
  return (
    <div className="flex flex-col gap-1">
      <Input
        size="sm"
        icon="search"
        autoFocus
        placeholder="Metric for x"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found.map((metric) => (
        <button
          key={metric}
          type="button"
          className="truncate rounded px-2 py-1 text-left hover:bg-hover"
          onClick={() => onPick(metric)}
        >
          {metric}
        </button>
      ))}
      {found.length === 0 && <p className="px-2 py-1 text-ink-3">No such metric</p>}
    </div>
  )
}

function SmoothingControl({ view, onChange }: Pick<ControlBarProps, "view" | "onChange">) {
  const { kind, amount } = view.smoothing
  return (
    <span className="inline-flex items-center gap-1.5">
      <Select
        size="sm"
        label="Smoothing"
        value={kind}
        options={(Object.keys(SMOOTHING_LABELS) as SmoothingKind[]).map((each) => ({
          value: each,
          label: SMOOTHING_LABELS[each],
        }))}
        onChange={(next) => onChange({ smoothing: { kind: next, amount: next === "none" ? 0 : amount || 0.6 } })}
      />
      {kind !== "none" && (
        <>
          <input
            type="range"
            aria-label="Smoothing amount"
            className="w-24 accent-accent"
            min={0}
            max={0.99}
            step={0.01}
            value={amount}
            onChange={(event) => onChange({ smoothing: { kind, amount: Number(event.target.value) } })}
          />
          <span className="num w-7 text-ink-2 text-sm">{amount.toFixed(2)}</span>
        </>
      )}
    </span>
  )
}

function describeRange(kind: AxisKind, [first, last]: [number, number]): string {
  if (kind === "time") return `${new Date(first).toLocaleTimeString()} – ${new Date(last).toLocaleTimeString()}`
  if (kind === "relative") return `${formatDuration(first)} – ${formatDuration(last)}`
  const shown = (edge: number) => (kind === "step" ? Math.round(edge) : edge).toLocaleString("en-US")
  return `${kind === "step" ? "steps " : ""}${shown(first)} – ${shown(last)}`
}
