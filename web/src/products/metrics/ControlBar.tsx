import type { ReactNode } from "react"
import type { AxisKind } from "@/charts"
import { cx } from "@/lib/classNames"
import { Button } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import { Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { AxisControl } from "./AxisControl"
import { describeRange } from "./describeRange"
import { SmoothingControl } from "./SmoothingControl"
import { useDraft } from "./useDraft"
import { type BandKind, type CanvasView, changeAxis, PANEL_SIZES } from "./view"

interface ControlBarProps {
  view: CanvasView
  metrics: readonly string[]
  /** Runs define what some of the metrics are drawn over. */
  defined: boolean
  axes: readonly AxisKind[]
  onChange: (change: Partial<CanvasView>) => void
  /** Lines are means of groups, with a band that can be chosen. */
  grouped: boolean
  /** More to do with the canvas, at the end of the bar. */
  children?: ReactNode
}

const BANDS: readonly { value: BandKind; label: string }[] = [
  { value: "minmax", label: "Band: min and max" },
  { value: "std", label: "Band: ± deviation" },
  { value: "stderr", label: "Band: ± standard error" },
  { value: "none", label: "No band" },
]
const SEARCH_SETTLE_MS = 150

/** One bar for all panels of a canvas. */
export function ControlBar({ view, metrics, defined, axes, onChange, grouped, children }: ControlBarProps) {
  const zooms = Object.keys(view.zooms).length
  return (
    <div role="toolbar" aria-label="Charts" className="relative flex flex-wrap items-center gap-1.5">
      <PanelSearch search={view.search} onChange={(search) => onChange({ search })} />
      <AxisControl
        axis={view.axis}
        defined={defined}
        kinds={axes}
        metrics={metrics}
        onChange={(axis) => onChange(changeAxis(axis))}
      />
      <SmoothingControl smoothing={view.smoothing} onChange={(smoothing) => onChange({ smoothing })} />
      {view.axis?.kind !== "time" && (
        <Toggle label="Log x" on={view.logX} onClick={() => onChange({ logX: !view.logX })} />
      )}
      <Toggle label="Log y" on={view.logY} onClick={() => onChange({ logY: !view.logY, flipped: [] })} />
      <Toggle
        label="Ignore outliers"
        on={view.ignoreOutliers}
        onClick={() => onChange({ ignoreOutliers: !view.ignoreOutliers })}
      />
      <Select
        size="sm"
        label="Panel size"
        value={view.size}
        options={PANEL_SIZES}
        onChange={(size) => onChange({ size })}
      />
      {grouped && (
        <Select size="sm" label="Band" value={view.band} options={BANDS} onChange={(band) => onChange({ band })} />
      )}
      {children && <span className="ml-auto inline-flex items-center gap-1.5">{children}</span>}
      {/* Over the canvas, so that a zoom moves nothing. */}
      <div className="absolute top-full right-0 z-20 mt-2.5 flex gap-1.5">
        {view.range && (
          <Chip onRemove={() => onChange({ range: null })}>{describeRange(view.axis?.kind ?? "step", view.range)}</Chip>
        )}
        {zooms > 0 && <Chip onRemove={() => onChange({ zooms: {} })}>{`${zooms} zoomed`}</Chip>}
      </div>
    </div>
  )
}

function PanelSearch({ search, onChange }: { search: string; onChange: (search: string) => void }) {
  const [draft, setDraft] = useDraft(search, onChange, SEARCH_SETTLE_MS)
  return (
    <Input
      icon="search"
      size="sm"
      type="search"
      aria-label="Search panels"
      placeholder="Search panels (regex)"
      className="w-36"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
    />
  )
}

function Toggle({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-pressed={on}
      onClick={onClick}
      className={cx(on && "bg-accent-soft text-accent hover:bg-accent-soft hover:text-accent")}
    >
      {label}
    </Button>
  )
}
