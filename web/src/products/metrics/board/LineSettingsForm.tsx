import type { ReactNode } from "react"
import { AxisControl } from "../AxisControl"
import { STEP } from "../definitions"
import type { PanelContext } from "../MetricPanel"
import { SmoothingControl } from "../SmoothingControl"
import type { CanvasView } from "../view"
import type { LineSettings } from "./board"
import { RangeFields } from "./RangeFields"

interface LineSettingsFormProps {
  settings: LineSettings
  /** What holds where nothing is set here. */
  inherited: CanvasView
  context: PanelContext
  onChange: (settings: LineSettings) => void
}

/** Each setting is taken over from the canvas until its box is ticked. */
export function LineSettingsForm({ settings, inherited, context, onChange }: LineSettingsFormProps) {
  const set = (change: Partial<LineSettings>) => onChange({ ...settings, ...change })
  const view = { ...inherited, ...settings }
  return (
    <div className="flex flex-col gap-2">
      <Own
        label="X-axis"
        own={settings.axis !== undefined}
        onOwn={(own) => set({ axis: own ? (inherited.axis ?? STEP) : undefined, range: undefined })}
      >
        <AxisControl
          axis={view.axis}
          defined={false}
          kinds={context.axes}
          metrics={context.metrics}
          onChange={(axis) => set({ axis: axis ?? STEP, range: undefined })}
        />
      </Own>
      <Own
        label="Smoothing"
        own={settings.smoothing !== undefined}
        onOwn={(own) => set({ smoothing: own ? inherited.smoothing : undefined })}
      >
        <SmoothingControl smoothing={view.smoothing} onChange={(smoothing) => set({ smoothing })} />
      </Own>
      <Switch label="Logarithmic x" name="logX" {...{ settings, inherited, set }} />
      <Switch label="Logarithmic y" name="logY" {...{ settings, inherited, set }} />
      <Switch label="Ignore outliers" name="ignoreOutliers" {...{ settings, inherited, set }} />
      <RangeFields label="X from … to" range={settings.range} onChange={(range) => set({ range })} />
      <RangeFields label="Y from … to" range={settings.yRange} onChange={(yRange) => set({ yRange })} />
    </div>
  )
}

interface OwnProps {
  label: string
  own: boolean
  onOwn: (own: boolean) => void
  children: ReactNode
}

function Own({ label, own, onOwn, children }: OwnProps) {
  return (
    <div className="flex min-h-7 items-center gap-2">
      <label className="flex w-40 shrink-0 items-center gap-2">
        <input
          type="checkbox"
          className="accent-accent"
          checked={own}
          onChange={(event) => onOwn(event.target.checked)}
        />
        {label}
      </label>
      {own ? children : <span className="text-ink-3 text-sm">as everywhere</span>}
    </div>
  )
}

interface SwitchProps {
  label: string
  name: "logX" | "logY" | "ignoreOutliers"
  settings: LineSettings
  inherited: CanvasView
  set: (change: Partial<LineSettings>) => void
}

function Switch({ label, name, settings, inherited, set }: SwitchProps) {
  const own = settings[name]
  return (
    <Own label={label} own={own !== undefined} onOwn={(isOwn) => set({ [name]: isOwn ? !inherited[name] : undefined })}>
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          aria-label={label}
          className="accent-accent"
          checked={own ?? false}
          onChange={(event) => set({ [name]: event.target.checked })}
        />
        {own ? "on" : "off"}
      </label>
    </Own>
  )
}
