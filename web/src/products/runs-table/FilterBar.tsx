import { useState } from "react"
import type { Filter } from "@/api"
import { Button, IconButton } from "@/ui/Button"
import { Chip } from "@/ui/Chip"
import { Popover } from "@/ui/Popover"
import { ConditionForm, FilterTextForm } from "./FilterForm"
import { type Compare, isCompare } from "./filterText"
import { describe, partsOf, withJoin, withoutPart, withPart } from "./filterTree"

interface FilterProps {
  entity: string
  project: string
  filter: Filter | null
  onChange: (filter: Filter | null) => void
  valuesOf: (field: string) => string[]
}

interface FilterButtonProps extends FilterProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Adds a condition, or opens the whole filter as text. */
export function FilterButton({ open, onOpenChange, ...props }: FilterButtonProps) {
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      className="w-80"
      trigger={<IconButton icon="filter" label="Filter runs" shortcut="f" active={props.filter !== null} />}
    >
      <FilterEditor
        {...props}
        at={null}
        onChange={(filter) => {
          onOpenChange(false)
          props.onChange(filter)
        }}
      />
    </Popover>
  )
}

interface FilterEditorProps extends FilterProps {
  /** The place of the part that is changed; null adds one. */
  at: number | null
}

function FilterEditor({ at, filter, ...props }: FilterEditorProps) {
  const { parts } = partsOf(filter)
  const part = at === null ? null : (parts[at] ?? null)
  const [asText, setAsText] = useState(part !== null && !isSimple(part))
  return (
    <div className="flex flex-col gap-2">
      {asText ? (
        <FilterTextForm entity={props.entity} project={props.project} filter={filter} onSubmit={props.onChange} />
      ) : (
        <ConditionForm
          entity={props.entity}
          project={props.project}
          value={part && isSimple(part) ? part : null}
          valuesOf={props.valuesOf}
          onSubmit={(condition) => props.onChange(withPart(filter, at ?? parts.length, condition))}
        />
      )}
      <button
        type="button"
        className="self-start px-1 text-accent text-sm hover:underline"
        onClick={() => setAsText(!asText)}
      >
        {asText ? "Choose from fields" : "Write the filter as text"}
      </button>
    </div>
  )
}

const isSimple = (part: Filter): part is Compare => isCompare(part) && part.op !== "in" && part.op !== "nin"

/** The filter in plain words: a chip for each part, and between them the word that joins them. */
export function FilterChips(props: FilterProps) {
  const { filter, onChange } = props
  const { join, parts } = partsOf(filter)
  if (parts.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-1 border-line border-b px-2 py-1">
      {parts.map((part, at) => (
        <span key={at} className="inline-flex min-w-0 items-center gap-1">
          {at > 0 && (
            <button
              type="button"
              title={join === "and" ? "All must hold. Click: one is enough" : "One is enough. Click: all must hold"}
              onClick={() => onChange(withJoin(filter, join === "and" ? "or" : "and"))}
              className="rounded px-0.5 text-ink-3 text-sm hover:bg-hover hover:text-ink"
            >
              {join}
            </button>
          )}
          <FilterChip {...props} part={part} at={at} />
        </span>
      ))}
      <Button size="sm" variant="ghost" onClick={() => onChange(null)}>
        Clear
      </Button>
    </div>
  )
}

function FilterChip({ part, at, ...props }: FilterProps & { part: Filter; at: number }) {
  const [open, setOpen] = useState(false)
  const words = "and" in part || "or" in part ? `(${describe(part)})` : describe(part)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="w-80"
      trigger={
        <span className="min-w-0">
          <Chip
            active
            onClick={() => setOpen(true)}
            removeLabel={`Remove the filter ${words}`}
            onRemove={() => props.onChange(withoutPart(props.filter, at))}
          >
            {words}
          </Chip>
        </span>
      }
    >
      <FilterEditor
        {...props}
        at={at}
        onChange={(filter) => {
          setOpen(false)
          props.onChange(filter)
        }}
      />
    </Popover>
  )
}
