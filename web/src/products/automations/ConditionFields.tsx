import { Field, Input, TextArea } from "@/ui/Input"
import type { Draft } from "./draft"
import { MetricFields } from "./MetricFields"
import { STATES } from "./words"

interface ConditionFieldsProps {
  draft: Draft
  of: "states" | "metric" | "alias" | "tag"
  /** The scope is chosen once. */
  isNew: boolean
  change: (part: Partial<Draft>) => void
}

/** Which runs or versions fire it. */
export function ConditionFields({ draft, of, isNew, change }: ConditionFieldsProps) {
  const ofArtifacts = of === "alias" || of === "tag"
  return (
    <>
      {of === "states" && <StateChoice draft={draft} change={change} />}
      {of === "metric" && <MetricFields draft={draft} change={change} />}
      {ofArtifacts && (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={of === "alias" ? "Alias" : "Tag"} hint="Any when empty">
            <Input value={draft.match} onChange={(event) => change({ match: event.target.value })} />
          </Field>
          <Field label="Collection" hint="All of the project when empty">
            <Input
              disabled={!isNew}
              value={draft.collection}
              onChange={(event) => change({ collection: event.target.value })}
            />
          </Field>
        </div>
      )}
      {(!ofArtifacts || draft.where) && (
        <Field
          label="Only if"
          hint={ofArtifacts ? "As filters of runs, on alias or tag" : "As runs are filtered; empty lets all through"}
        >
          <TextArea
            rows={draft.where.length > 60 ? 3 : 1}
            spellCheck={false}
            placeholder={"tags = prod and config.lr > 0.1"}
            value={draft.where}
            onChange={(event) => change({ where: event.target.value })}
            className="resize-y font-mono text-sm"
          />
        </Field>
      )}
    </>
  )
}

function StateChoice({ draft, change }: Pick<ConditionFieldsProps, "draft" | "change">) {
  const toggle = (state: string) =>
    change({
      states: draft.states.includes(state) ? draft.states.filter((one) => one !== state) : [...draft.states, state],
    })
  return (
    <fieldset aria-label="States" className="flex flex-wrap gap-x-4 gap-y-1.5">
      {STATES.map((state) => (
        <label key={state} className="flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={draft.states.includes(state)}
            onChange={() => toggle(state)}
            className="size-4 accent-accent"
          />
          {state}
        </label>
      ))}
    </fieldset>
  )
}
