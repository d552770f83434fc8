import { Button, IconButton } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { headingOf, originOf } from "./columns"
import { FieldPicker } from "./FieldPicker"
import { DEFAULT_COLUMNS } from "./state"

interface ColumnPickerProps {
  entity: string
  project: string
  columns: string[]
  onChange: (columns: string[]) => void
  open: boolean
  onClose: () => void
}

/** Which columns the table has, and in which order. */
export function ColumnPicker({ entity, project, columns, onChange, open, onClose }: ColumnPickerProps) {
  const toggle = (field: string) =>
    onChange(columns.includes(field) ? columns.filter((column) => column !== field) : [...columns, field])
  return (
    <Dialog open={open} onClose={onClose} title="Columns" className="w-[min(720px,calc(100vw-24px))]">
      <div className="grid gap-4 sm:grid-cols-[3fr_2fr]">
        <FieldPicker entity={entity} project={project} chosen={columns} onPick={toggle} />
        <section aria-label="Shown columns" className="flex min-h-0 flex-col">
          <header className="flex h-7.5 items-center justify-between px-2 font-medium">
            Shown
            <Button size="sm" variant="ghost" onClick={() => onChange(DEFAULT_COLUMNS)}>
              Reset
            </Button>
          </header>
          <ol className="h-72 overflow-auto">
            {columns.map((column, at) => (
              <ChosenColumn
                key={column}
                column={column}
                onUp={at > 0 ? () => onChange(swapped(columns, at - 1)) : undefined}
                onDown={at < columns.length - 1 ? () => onChange(swapped(columns, at)) : undefined}
                onRemove={() => toggle(column)}
              />
            ))}
            {columns.length === 0 && <li className="px-2 py-3 text-ink-3">Only the name.</li>}
          </ol>
        </section>
      </div>
    </Dialog>
  )
}

/** The columns with the one at a place and the next one changed over. */
const swapped = (columns: string[], at: number) => columns.with(at, columns[at + 1]).with(at + 1, columns[at])

interface ChosenColumnProps {
  column: string
  onUp?: () => void
  onDown?: () => void
  onRemove: () => void
}

function ChosenColumn({ column, onUp, onDown, onRemove }: ChosenColumnProps) {
  const name = headingOf(column)
  return (
    <li className="flex h-7 items-center rounded pl-2 hover:bg-hover" title={column}>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="px-2 text-ink-3 text-xs">{originOf(column)}</span>
      <IconButton icon="chevronUp" label={`Move ${name} to the left`} disabled={!onUp} onClick={onUp} />
      <IconButton icon="chevronDown" label={`Move ${name} to the right`} disabled={!onDown} onClick={onDown} />
      <IconButton icon="close" label={`Remove ${name}`} onClick={onRemove} />
    </li>
  )
}
