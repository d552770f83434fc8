import { type FormEvent, useState } from "react"
import type { JsonObject } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { asText } from "../document/blocks"
import { readLineView } from "../document/lineView"
import type { Panel } from "../document/panels"

interface EditPanelProps {
  panel: Panel
  onClose: () => void
  /** What changes of the configuration; null takes a value out. */
  onSave: (change: JsonObject) => void
}

const AXES = [
  { value: "_step", label: "Step" },
  { value: "_runtime", label: "Relative time" },
  { value: "_timestamp", label: "Wall time" },
]
const SMOOTHINGS = ["0", "0.3", "0.6", "0.8", "0.9", "0.95", "0.99"].map((value) => ({
  value,
  label: value === "0" ? "No smoothing" : `EMA ${value}`,
}))

/** What of a panel of the document can be set here; everything else in it stays. */
export function EditPanel({ panel, onClose, onSave }: EditPanelProps) {
  const [change, setChange] = useState<JsonObject>({})
  const config = { ...panel.config, ...change }
  const set = (next: JsonObject) => setChange((now) => ({ ...now, ...next }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(change)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title="Edit panel">
      <form onSubmit={submit} className="space-y-4">
        {panel.viewType === "Markdown Panel" ? (
          <Field label="Text (Markdown)">
            <TextArea rows={8} value={asText(config.value)} onChange={(event) => set({ value: event.target.value })} />
          </Field>
        ) : (
          <Field label="Title">
            <Input
              maxLength={200}
              value={asText(config.chartTitle)}
              onChange={(event) => set({ chartTitle: event.target.value || null })}
            />
          </Field>
        )}
        {panel.viewType === "Run History Line Plot" && <LineFields config={config} onChange={set} />}
        <div className="flex justify-end">
          <Button type="submit" variant="primary">
            Done
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function LineFields({ config, onChange }: { config: JsonObject; onChange: (change: JsonObject) => void }) {
  const { smoothing, logX, logY, ignoreOutliers } = readLineView(config)
  const axis = asText(config.xAxis) || "_step"
  const axes = AXES.some(({ value }) => value === axis) ? AXES : [...AXES, { value: axis, label: axis }]
  const amount = String(smoothing.amount)
  const smoothings = SMOOTHINGS.some(({ value }) => value === amount)
    ? SMOOTHINGS
    : [...SMOOTHINGS, { value: amount, label: `${smoothing.kind} ${amount}` }]
  const flags = [
    ["Logarithmic x", "xLogScale", logX],
    ["Logarithmic y", "yLogScale", logY],
    ["Ignore outliers", "ignoreOutliers", ignoreOutliers],
  ] as const
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Select label="X-axis" value={axis} options={axes} onChange={(xAxis) => onChange({ xAxis })} />
        <Select
          label="Smoothing"
          value={amount}
          options={smoothings}
          onChange={(weight) =>
            onChange(
              weight === "0"
                ? { smoothingType: "none", smoothingWeight: 0 }
                : { smoothingType: "exponential", smoothingWeight: Number(weight) },
            )
          }
        />
      </div>
      {flags.map(([label, key, on]) => (
        <label key={key} className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent"
            checked={on}
            onChange={(event) => onChange({ [key]: event.target.checked || null })}
          />
          {label}
        </label>
      ))}
    </>
  )
}
