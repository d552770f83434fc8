import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import type { Draft } from "./draft"

interface MetricFieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
}

const AGGREGATES = [
  { value: "none", label: "Latest value" },
  { value: "average", label: "Average of the last" },
  { value: "min", label: "Minimum of the last" },
  { value: "max", label: "Maximum of the last" },
] as const
const COMPARED = [
  { value: "gt", label: "is above" },
  { value: "ge", label: "is at least" },
  { value: "lt", label: "is below" },
  { value: "le", label: "is at most" },
] as const
const DIRECTIONS = [
  { value: "any", label: "Up or down" },
  { value: "increase", label: "Up" },
  { value: "decrease", label: "Down" },
] as const
const UNITS = [
  { value: "percent", label: "percent" },
  { value: "absolute", label: "absolute" },
] as const

/** A metric and the number it is held against; which fields there are depends on the event. */
export function MetricFields({ draft, change }: MetricFieldsProps) {
  const isThreshold = draft.event === "run_metric_threshold"
  const isZScore = draft.event === "run_metric_zscore"
  return (
    <>
      <Field label="Metric">
        <Input
          required
          placeholder="train/loss"
          value={draft.metric}
          onChange={(event) => change({ metric: event.target.value })}
        />
      </Field>
      <div className="flex flex-wrap items-end gap-2">
        {!isZScore && (
          <Select
            label="Aggregate"
            value={draft.aggregate}
            options={AGGREGATES}
            onChange={(aggregate) => change({ aggregate })}
          />
        )}
        {(isZScore || draft.aggregate !== "none") && (
          <NumberField
            label={isZScore ? "Values before" : "Values"}
            value={draft.window}
            onChange={(window) => change({ window })}
          />
        )}
        {draft.event === "run_metric_change" && draft.aggregate !== "none" && (
          <NumberField
            label="Against the before"
            value={draft.priorWindow}
            onChange={(priorWindow) => change({ priorWindow })}
          />
        )}
        {isThreshold ? (
          <Select
            label="Comparison"
            value={draft.comparison}
            options={COMPARED}
            onChange={(comparison) => change({ comparison })}
          />
        ) : (
          <Select
            label="Direction"
            value={draft.direction}
            options={DIRECTIONS}
            onChange={(direction) => change({ direction })}
          />
        )}
        <NumberField
          label={isZScore ? "Standard deviations" : isThreshold ? "Threshold" : "By"}
          value={draft.number}
          onChange={(number) => change({ number })}
        />
        {draft.event === "run_metric_change" && (
          <Select
            label="Unit"
            value={draft.relative ? "percent" : "absolute"}
            options={UNITS}
            onChange={(unit) => change({ relative: unit === "percent" })}
          />
        )}
      </div>
    </>
  )
}

function NumberField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <div className="w-32">
      <Field label={label}>
        <Input required inputMode="decimal" value={value} onChange={(event) => onChange(event.target.value)} />
      </Field>
    </div>
  )
}
