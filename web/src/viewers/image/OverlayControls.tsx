import { cx } from "@/lib/classNames"
import { formatNumber } from "@/lib/format"
import { classKey, type OverlayChoice } from "./overlayChoice"
import { classCss } from "./overlays"
import type { OverlayLayers } from "./useOverlay"

interface OverlayControlsProps {
  layers: OverlayLayers
  choice: OverlayChoice
  onChange: (change: Partial<OverlayChoice>) => void
}

interface ClassRow {
  classId: number
  label: string
}

/** Turns classes on and off, and sets the least score of boxes and how strong masks are. */
export function OverlayControls({ layers, choice, onChange }: OverlayControlsProps) {
  const toggle = (key: string) => {
    const hidden = new Set(choice.hidden)
    if (!hidden.delete(key)) hidden.add(key)
    onChange({ hidden })
  }
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
                onToggle={() => toggle(classKey(name, classId))}
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

function ClassToggle(props: { label: string; colour: string; on: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      onClick={props.onToggle}
      className={cx(
        "flex max-w-full items-center gap-1 rounded border border-line px-1.5 py-0.5 hover:border-line-strong",
        !props.on && "text-ink-3 line-through",
      )}
    >
      <span
        className="size-2.5 shrink-0 rounded-sm"
        style={{ background: props.on ? props.colour : "transparent", border: `1px solid ${props.colour}` }}
      />
      <span className="truncate">{props.label}</span>
    </button>
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

/** Of boxes the classes that are there, of masks those that have a label: their pixels are not read for this. */
function layersWithClasses(layers: OverlayLayers): { name: string; classes: ClassRow[] }[] {
  const found = new Map<string, Map<number, string>>()
  const add = (layer: string, classId: number, label: string | undefined) => {
    if (!found.has(layer)) found.set(layer, new Map())
    found.get(layer)?.set(classId, label ?? `class ${classId}`)
  }
  for (const { name, labels, boxes } of layers.boxes)
    for (const box of boxes) add(name, box.classId, labels[box.classId])
  for (const { name, labels } of layers.masks)
    for (const [classId, label] of Object.entries(labels)) if (Number(classId) !== 0) add(name, Number(classId), label)
  return [...found].map(([name, classes]) => ({
    name,
    classes: [...classes].map(([classId, label]) => ({ classId, label })).sort((a, b) => a.classId - b.classId),
  }))
}
