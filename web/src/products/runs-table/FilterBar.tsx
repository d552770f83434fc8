import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { api, type FilterOp } from "@/api"
import { Button } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import { Input } from "@/ui/Input"
import { Popover } from "@/ui/Popover"
import { Select } from "@/ui/Select"
import { useDebounced } from "@/ui/useDebounced"
import { type Condition, describe, fieldName, OPERATORS, parseValue } from "./state"

interface FilterBarProps {
  entity: string
  project: string
  conditions: Condition[]
  onChange: (conditions: Condition[]) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The filter in plain words: a chip for each condition, and a form for one more. */
export function FilterBar({ entity, project, conditions, onChange, open, onOpenChange }: FilterBarProps) {
  return (
    <>
      {conditions.map((condition, at) => (
        <Chip
          key={at}
          active
          removeLabel={`Remove the filter ${describe(condition)}`}
          onRemove={() => onChange(conditions.filter((_, index) => index !== at))}
        >
          {describe(condition)}
        </Chip>
      ))}
      <Popover
        open={open}
        onOpenChange={onOpenChange}
        className="w-80"
        trigger={
          <Button size="sm" variant="ghost" icon="filter">
            Filter
          </Button>
        }
      >
        <ConditionForm
          entity={entity}
          project={project}
          onAdd={(condition) => {
            onOpenChange(false)
            onChange([...conditions, condition])
          }}
        />
      </Popover>
    </>
  )
}

interface ConditionFormProps {
  entity: string
  project: string
  onAdd: (condition: Condition) => void
}

function ConditionForm({ entity, project, onAdd }: ConditionFormProps) {
  const [field, setField] = useState("")
  const [op, setOp] = useState<FilterOp>("eq")
  const [value, setValue] = useState("")
  if (!field) return <FieldPicker entity={entity} project={project} onPick={setField} />
  const submit = () => onAdd({ field, op, value: op === "exists" ? value !== "false" : parseValue(value) })
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={field}>
          {fieldName(field)}
        </span>
        <Select size="sm" label="Comparison" value={op} options={OPERATORS} onChange={setOp} />
      </div>
      {op !== "exists" && (
        <Input
          autoFocus
          aria-label="Value"
          placeholder="Value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={() => setField("")}>
          Back
        </Button>
        <Button size="sm" variant="primary" type="submit">
          Add filter
        </Button>
      </div>
    </form>
  )
}

interface FieldPickerProps {
  entity: string
  project: string
  onPick: (field: string) => void
  /** Fields that are marked as chosen. */
  chosen?: readonly string[]
}

/** Fields are searched on the server: a project may have many thousands. */
export function FieldPicker({ entity, project, onPick, chosen = [] }: FieldPickerProps) {
  const [search, setSearch] = useState("")
  const asked = useDebounced(search, 120)
  const fields = useQuery({
    queryKey: ["fields", entity, project, asked],
    queryFn: ({ signal }) => api.fields(entity, project, { search: asked, limit: 200 }, signal),
    placeholderData: (previous) => previous,
  })
  const found = fields.data?.fields ?? []
  return (
    <div className="flex flex-col gap-1">
      <Input
        icon="search"
        autoFocus
        aria-label="Search fields"
        placeholder="Search config, summary, facts"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="max-h-72 overflow-auto">
        {found.map((field) => (
          <button
            key={field.path}
            type="button"
            aria-pressed={chosen.includes(field.path)}
            onClick={() => onPick(field.path)}
            className="flex w-full items-center gap-2 rounded px-2 py-1 text-left hover:bg-hover aria-pressed:text-accent"
          >
            <span className="min-w-0 flex-1 truncate">{field.path}</span>
            <span className="text-ink-3 text-xs">{field.kinds.join(", ")}</span>
          </button>
        ))}
        {fields.data && found.length === 0 && <p className="px-2 py-1 text-ink-3">No such field</p>}
      </div>
    </div>
  )
}
