import { formatNumber } from "@/lib/format"
import { ClassToggle } from "./ClassToggle"
import { layersWithClasses } from "./classes"
import { classKey, type OverlayChoice, withToggled } from "./overlayChoice"
import { classCss } from "./overlays"
import type { OverlayLayers } from "./useOverlay"

interface OverlayControlsProps {
  layers: OverlayLayers
  choice: OverlayChoice
  onChange: (change: Partial<OverlayChoice>) => void
}

/** Turns classes on and off, and sets the least score of boxes and how strong masks are. */
export function OverlayControls({ layers, choice, onChange }: OverlayControlsProps) {
  const scored = layers.boxes.some((layer) => layer.boxes.some((box) => Object.keys(box.scores).length > 0))
  const [least, most] = scoreRange(layers)
  return (
    <div className="flex flex-col gap-3 text-sm">
      <label className="flex items-center gap-1.5">
        <input
          type="checkbox"
          className="accent-accent"
          checked={choice.on}
          onChange={(event) => onChange({ on: event.target.checked })}
        />
        Boxes and masks
      </label>
      {layersWithClasses(layers).map(({ name, classes }) => (
        <fieldset key={name} disabled={!choice.on} className="min-w-0 disabled:opacity-50">
          <legend className="mb-1 max-w-full truncate text-ink-3">{name}</legend>
          <div className="flex flex-wrap gap-1">
            {classes.map(({ classId, label }) => (
              <ClassToggle
                key={classId}
                label={label}
                colour={classCss(classId)}
                on={!choice.hidden.has(classKey(name, classId))}
                onToggle={() => onChange({ hidden: withToggled(choice.hidden, [classKey(name, classId)]) })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {scored && (
        <Slider
          label="Least score"
          min={least}
          max={most}
          value={choice.leastScore ?? least}
          onChange={(value) => onChange({ leastScore: value <= least ? null : value })}
        />
      )}
      {layers.masks.length > 0 && (
        <Slider
          label="Opacity of masks"
          min={0}
          max={1}
          value={choice.opacity}
          onChange={(opacity) => onChange({ opacity })}
        />
      )}
    </div>
  )
}

interface SliderProps {
  label: string
  min: number
  max: number
  value: number
  onChange: (value: number) => void
}

function Slider({ label, min, max, value, onChange }: SliderProps) {
  return (
    <label className="flex flex-col gap-0.5">
      <span className="flex justify-between text-ink-3">
        {label} <span className="num text-ink-2">{formatNumber(value, 2)}</span>
      </span>
      <input
        type="range"
        className="accent-accent"
        min={min}
        max={max}
        step={(max - min) / 100 || 0.01}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  )
}

function scoreRange(layers: OverlayLayers): [number, number] {
  const scores = layers.boxes.flatMap((layer) => layer.boxes.flatMap((box) => Object.values(box.scores)))
  const most = scores.reduce((one, other) => Math.max(one, other), 1)
  return [scores.reduce((one, other) => Math.min(one, other), 0), most]
}
