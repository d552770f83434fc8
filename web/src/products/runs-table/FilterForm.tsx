import { type FormEvent, useState } from "react"
import { errorMessage, type Filter, type FilterOp } from "@/api"
import { Button } from "@/ui/Button"
import { Input, TextArea } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { formatAge, parseAge } from "./ages"
import { headingOf } from "./columns"
import { FieldPicker } from "./FieldPicker"
import { type Compare, formatFilter, parseFilterText, parseValue } from "./filterText"
import { operatorsFor } from "./filterTree"
import { withFullNames } from "./useFields"

interface ConditionFormProps {
  entity: string
  project: string
  /** The condition that is being changed; null for a new one. */
  value: Compare | null
  /** Values of a field among the loaded runs, to choose from. */
  valuesOf: (field: string) => string[]
  onSubmit: (condition: Compare) => void
}

/** One condition, step by step: which field, which comparison, which value. */
export function ConditionForm({ entity, project, value, valuesOf, onSubmit }: ConditionFormProps) {
  const [field, setField] = useState(value?.field ?? "")
  const [op, setOp] = useState<FilterOp>(value?.op ?? "eq")
  const [text, setText] = useState(value ? textOf(value) : "")
  const [missing, setMissing] = useState(value?.op === "exists" && value.value === false)
  if (!field) return <FieldPicker entity={entity} project={project} onPick={setField} />
  const isAge = op === "within_s"
  const ready = !isAge || parseAge(text) !== null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({ field, op, value: valueFor(op, text, missing) })
  }
  return (
    <form className="flex flex-col gap-2" onSubmit={submit}>
      <div className="flex items-center gap-2">
        <Button size="sm" variant="ghost" icon="chevronLeft" title="Another field" onClick={() => setField("")}>
          <span className="max-w-40 truncate">{headingOf(field)}</span>
        </Button>
        <Select size="sm" label="Comparison" value={op} options={operatorsFor(field)} onChange={setOp} />
      </div>
      {op === "exists" ? (
        <label className="flex items-center gap-2 px-1">
          <input type="checkbox" checked={missing} onChange={(event) => setMissing(event.target.checked)} />
          Only runs that lack it
        </label>
      ) : (
        <ValueInput text={text} onChange={setText} values={isAge ? AGES : valuesOf(field)} />
      )}
      {!ready && <p className="px-1 text-ink-3 text-sm">A time such as 7d, 12h or 30m</p>}
      <Button variant="primary" type="submit" disabled={!ready}>
        {value ? "Change filter" : "Add filter"}
      </Button>
    </form>
  )
}

const AGES = ["15m", "1h", "12h", "1d", "7d", "30d"]

function textOf({ op, value }: Compare): string {
  if (op === "exists") return ""
  return op === "within_s" ? formatAge(Number(value)) : String(value)
}

function valueFor(op: FilterOp, text: string, missing: boolean) {
  if (op === "exists") return !missing
  if (op === "within_s") return parseAge(text)
  return op === "contains" || op === "regex" ? text : parseValue(text)
}

function ValueInput({ text, onChange, values }: { text: string; onChange: (text: string) => void; values: string[] }) {
  const fitting = values.filter((value) => value !== text && value.toLowerCase().includes(text.toLowerCase()))
  return (
    <>
      <Input
        autoFocus
        aria-label="Value"
        placeholder="Value"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      {fitting.length > 0 && (
        <div className="flex max-h-40 flex-col overflow-auto">
          {fitting.slice(0, 30).map((value) => (
            <button
              key={value}
              type="button"
              onClick={() => onChange(value)}
              className="num truncate rounded px-2 py-0.5 text-left text-ink-2 hover:bg-hover"
            >
              {value}
            </button>
          ))}
        </div>
      )}
    </>
  )
}

interface TextFormProps {
  entity: string
  project: string
  filter: Filter | null
  onSubmit: (filter: Filter | null) => void
}

/** The whole filter as text. */
export function FilterTextForm({ entity, project, filter, onSubmit }: TextFormProps) {
  const [text, setText] = useState(formatFilter(filter))
  const [error, setError] = useState<string | null>(null)
  const submit = async () => {
    try {
      onSubmit(await withFullNames(entity, project, parseFilterText(text)))
    } catch (caught) {
      setError(errorMessage(caught))
    }
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextArea
        autoFocus
        rows={3}
        aria-label="Filter"
        spellCheck={false}
        className="font-mono text-sm"
        placeholder={"lr > 0.1 and (state = running or tags = prod)"}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setError(null)
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey) return
          event.preventDefault()
          void submit()
        }}
      />
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : (
        <p className="text-ink-3 text-sm">
          = != &gt; &lt; contains matches in (a, b) exists, is missing, within 7d, not, and, or
        </p>
      )}
      <Button variant="primary" type="submit">
        Apply
      </Button>
    </form>
  )
}
