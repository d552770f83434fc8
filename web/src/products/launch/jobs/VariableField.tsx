import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { allowedText, type VariableSchema } from "../variables"

interface VariableFieldProps {
  name: string
  schema: VariableSchema
  value: string
  onChange: (value: string) => void
}

/** A select has no empty value. */
const NOTHING = " "

/** One template variable of a queue, to be filled in; what has a default may stay empty. */
export function VariableField({ name, schema, value, onChange }: VariableFieldProps) {
  const standard = schema.default === undefined ? "" : String(schema.default)
  const choices = schema.enum?.map(String) ?? (schema.type === "boolean" ? ["true", "false"] : null)
  if (choices) {
    const unset = { value: NOTHING, label: standard ? `${standard} (default)` : "Choose…" }
    return (
      <Field label={name}>
        <Select
          label={name}
          value={value || NOTHING}
          options={[unset, ...choices.map((choice) => ({ value: choice, label: choice }))]}
          onChange={(choice) => onChange(choice === NOTHING ? "" : choice)}
        />
      </Field>
    )
  }
  return (
    <Field label={name} hint={[schema.type, allowedText(schema)].filter(Boolean).join(", ")}>
      <Input
        required={standard === ""}
        placeholder={standard}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}
