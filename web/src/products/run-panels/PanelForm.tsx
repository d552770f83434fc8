import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { sweepsApi } from "@/api"
import { panelsOf } from "@/products/media/panels"
import { useRunsMedia } from "@/products/media/useMedia"
import type { Statistic } from "@/products/metrics/board/board"
import type { PanelFormProps } from "@/products/metrics/board/kinds"
import { FieldPicker } from "@/products/runs-table/FieldPicker"
import { Button } from "@/ui/Button"
import { Field, TextArea } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { Select } from "@/ui/Select"
import { NamePicker } from "./NamePicker"
import { shortName } from "./runColumns"
import { withLog } from "./withLog"

const STATISTICS: { value: Statistic; label: string }[] = [
  { value: "last", label: "Last" },
  { value: "min", label: "Least" },
  { value: "max", label: "Greatest" },
  { value: "mean", label: "Mean" },
]
const MOST_SWEEPS = 100
const MOST_RUNS = 12

/** What of a panel of each kind can be chosen. */
export function PanelForm(props: PanelFormProps) {
  const { panel, context, onChange } = props
  const { kind, fields } = panel
  if (kind === "markdown") {
    return (
      <Field label="Text (Markdown)">
        <TextArea
          rows={8}
          maxLength={10_000}
          value={panel.text ?? ""}
          onChange={(event) => onChange({ ...panel, text: event.target.value })}
        />
      </Field>
    )
  }
  if (kind === "scatter" || kind === "parallel") return <FieldsForm {...props} />
  if (kind === "importance") return <ImportanceForm {...props} />
  if (kind === "media") return <MediaForm {...props} />
  if (kind === "document") return <p className="text-ink-2">It is shown as it was saved by a client.</p>
  if (kind === "comparer") return <p className="text-ink-2">The shown runs, side by side.</p>
  const pick = (metric: string) => onChange({ ...panel, fields: [metric] })
  return (
    <>
      <NamePicker label="Metric" names={context.metrics} chosen={fields[0] ?? ""} onPick={pick} />
      {kind !== "line" && (
        <div className="flex items-center gap-2">
          <span className="w-20 text-ink-2 text-sm">Value</span>
          <Select
            size="sm"
            label="Value"
            value={panel.statistic ?? "last"}
            options={STATISTICS}
            onChange={(statistic) => onChange({ ...panel, statistic })}
          />
        </div>
      )}
    </>
  )
}

function FieldsForm({ panel, context, onChange }: PanelFormProps) {
  const { kind, fields, log = [] } = panel
  const toggle = (field: string) =>
    onChange({ ...panel, fields: fields.includes(field) ? fields.filter((one) => one !== field) : [field, ...fields] })
  return (
    <div className="flex flex-col gap-2">
      {kind === "parallel" ? (
        <FieldButton
          {...context}
          label={`Axes: ${fields.map(shortName).join(", ")}`}
          chosen={fields}
          onPick={toggle}
          stays
        />
      ) : (
        [0, 1].map((at) => (
          <FieldButton
            key={at}
            {...context}
            label={`${at === 0 ? "x" : "y"}: ${shortName(fields[at] ?? "")}`}
            chosen={[fields[at] ?? ""]}
            onPick={(field) => onChange({ ...panel, fields: fields.with(at, field) })}
          />
        ))
      )}
      {[...new Set(fields)].map((field) => (
        <label key={field} className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="accent-accent"
            checked={log.includes(field)}
            onChange={(event) => onChange(withLog(panel, field, event.target.checked))}
          />
          <span className="truncate">{`Logarithmic ${shortName(field)}`}</span>
        </label>
      ))}
    </div>
  )
}

interface FieldButtonProps {
  entity: string
  project: string
  label: string
  chosen: readonly string[]
  onPick: (field: string) => void
  /** Several may be picked. */
  stays?: boolean
}

function FieldButton({ entity, project, label, chosen, onPick, stays = false }: FieldButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <Button className="max-w-full justify-start!">
          <span className="truncate">{label}</span>
        </Button>
      }
    >
      <FieldPicker
        {...{ entity, project, chosen }}
        onPick={(field) => {
          if (!stays) setOpen(false)
          onPick(field)
        }}
      />
    </Popover>
  )
}

function ImportanceForm({ panel, context, onChange }: PanelFormProps) {
  const { entity, project } = context
  const sweeps = useQuery({
    queryKey: ["sweeps", entity, project, "names"],
    queryFn: ({ signal }) => sweepsApi.list(entity, project, { limit: MOST_SWEEPS }, signal),
  })
  const options = (sweeps.data?.sweeps ?? []).map(({ sweep_id, display_name }) => ({
    value: sweep_id,
    label: display_name,
  }))
  const [sweep = "", metric = ""] = panel.fields
  return (
    <>
      <div className="flex items-center gap-2">
        <span className="w-20 text-ink-2 text-sm">Sweep</span>
        <Select
          size="sm"
          label="Sweep"
          value={sweep}
          options={options}
          onChange={(next) => onChange({ ...panel, fields: [next, metric] })}
        />
      </div>
      <FieldButton
        {...{ entity, project }}
        label={`Metric: ${shortName(metric)}`}
        chosen={[metric]}
        onPick={(next) => onChange({ ...panel, fields: [sweep, next] })}
      />
    </>
  )
}

function MediaForm({ panel, context, onChange }: PanelFormProps) {
  const { entity, project, runs, grouping } = context
  const media = useRunsMedia(entity, project, grouping ? [] : runs.slice(0, MOST_RUNS).map(({ run_id }) => run_id))
  const names = [...new Set(panelsOf(media.data ?? []).map(({ key }) => key))]
  return (
    <NamePicker
      label="Name"
      names={names}
      chosen={panel.fields[0] ?? ""}
      onPick={(key) => onChange({ ...panel, fields: [key] })}
    />
  )
}
