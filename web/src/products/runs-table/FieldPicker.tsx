import { useState } from "react"
import type { FieldInfo } from "@/api"
import { formatCount } from "@/lib/format"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"
import { Skeleton } from "@/ui/Skeleton"
import { headingOf, originOf } from "./columns"
import { useFields } from "./useFields"

interface FieldPickerProps {
  entity: string
  project: string
  onPick: (field: string) => void
  /** Fields that are marked as chosen. */
  chosen?: readonly string[]
}

/** All fields by which runs can be told apart, found by name. */
export function FieldPicker({ entity, project, onPick, chosen = [] }: FieldPickerProps) {
  const [search, setSearch] = useState("")
  const fields = useFields(entity, project, search)
  return (
    <div className="flex min-h-0 flex-col gap-1">
      <Input
        icon="search"
        autoFocus
        aria-label="Search fields"
        placeholder="Search config, summary, run"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          const first = fields.data?.[0]
          if (event.key !== "Enter" || !first) return
          event.preventDefault()
          onPick(first.path)
        }}
      />
      <div className="h-72 min-h-0 overflow-auto">
        {fields.error && <ErrorState error={fields.error} onRetry={() => fields.refetch()} />}
        {fields.isPending && <Skeleton className="m-1 h-40" />}
        {fields.data?.map((field) => (
          <FieldLine
            key={field.path}
            field={field}
            chosen={chosen.includes(field.path)}
            onPick={() => onPick(field.path)}
          />
        ))}
        {fields.data?.length === 0 && (
          <p className="px-2 py-3 text-ink-3">
            {search ? `No field fits “${search}”.` : "The runs have no fields yet."}
          </p>
        )}
      </div>
    </div>
  )
}

function FieldLine({ field, chosen, onPick }: { field: FieldInfo; chosen: boolean; onPick: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={`${field.path}: ${field.kinds.join(", ")}, in ${field.run_count} runs`}
      onClick={onPick}
      className="flex h-7 w-full items-center gap-2 rounded px-2 text-left hover:bg-hover"
    >
      <Icon name="check" size={13} className={chosen ? "text-accent" : "invisible"} />
      <span className="min-w-0 flex-1 truncate">{headingOf(field.path)}</span>
      <span className="w-16 text-ink-3 text-xs">{originOf(field.path)}</span>
      <span className="num w-10 text-right text-ink-3 text-xs">{formatCount(field.run_count)}</span>
    </button>
  )
}
