import { Button, IconButton } from "@/ui/Button"
import { Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { VARIABLE_TYPES, type VariableDraft } from "./variables"

interface VariableFieldsProps {
  drafts: readonly VariableDraft[]
  onChange: (drafts: VariableDraft[]) => void
}

const EMPTY: VariableDraft = { name: "", type: "string", allowed: "", default: "" }
const TYPES = VARIABLE_TYPES.map((value) => ({ value, label: value }))

/** What whoever launches may fill in for `{{name}}` in the settings, a row for each. */
export function VariableFields({ drafts, onChange }: VariableFieldsProps) {
  const change = (at: number, part: Partial<VariableDraft>) =>
    onChange(drafts.map((draft, index) => (index === at ? { ...draft, ...part } : draft)))
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1 font-medium text-ink-2 text-sm">Template variables</legend>
      {drafts.map((draft, at) => (
        <div key={at} className="grid grid-cols-[1fr_88px_1fr_1fr_auto] items-center gap-1.5 max-sm:grid-cols-2">
          <Input
            aria-label="Name of the variable"
            placeholder="name"
            value={draft.name}
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <Select
            label="Type of the variable"
            value={draft.type}
            options={TYPES}
            onChange={(type) => change(at, { type })}
          />
          <Input
            aria-label="What is allowed"
            placeholder={draft.type === "integer" || draft.type === "number" ? "1..8" : "any, or a, b"}
            value={draft.allowed}
            onChange={(event) => change(at, { allowed: event.target.value })}
          />
          <Input
            aria-label="Default"
            placeholder="default"
            value={draft.default}
            onChange={(event) => change(at, { default: event.target.value })}
          />
          <IconButton
            icon="close"
            label={`Remove ${draft.name || "this variable"}`}
            onClick={() => onChange(drafts.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <Button size="sm" icon="plus" onClick={() => onChange([...drafts, EMPTY])}>
        Add a variable
      </Button>
    </fieldset>
  )
}
