import { Button, IconButton } from "@/ui/Button"
import { Popover } from "@/ui/Popover"
import { headingOf, originOf } from "../columns"
import { FieldPicker } from "../FieldPicker"
import { MOST_GROUP_KEYS } from "../state"

interface GroupButtonProps {
  entity: string
  project: string
  group: string[]
  onChange: (group: string[]) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Chooses up to three fields to group by; the first one is the outermost. */
export function GroupButton({ entity, project, group, onChange, open, onOpenChange }: GroupButtonProps) {
  const without = (field: string) => group.filter((other) => other !== field)
  const pick = (field: string) => {
    if (group.includes(field)) return onChange(without(field))
    if (field !== "tags") onChange([...group, field].slice(-MOST_GROUP_KEYS))
  }
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      className="w-80"
      trigger={<IconButton icon="group" label="Group by" active={group.length > 0} />}
    >
      {group.length > 0 && (
        <ol aria-label="Grouped by" className="mb-2 border-line border-b pb-2">
          {group.map((field, at) => (
            <li key={field} className="flex h-7 items-center rounded pl-2 hover:bg-hover" title={field}>
              <span className="num w-5 text-ink-3 text-sm">{at + 1}</span>
              <span className="min-w-0 flex-1 truncate">{headingOf(field)}</span>
              <span className="px-2 text-ink-3 text-xs">{originOf(field)}</span>
              <IconButton
                icon="chevronUp"
                label={`Group by ${headingOf(field)} first`}
                disabled={at === 0}
                onClick={() => onChange([field, ...without(field)])}
              />
              <IconButton
                icon="close"
                label={`Do not group by ${headingOf(field)}`}
                onClick={() => onChange(without(field))}
              />
            </li>
          ))}
        </ol>
      )}
      <FieldPicker entity={entity} project={project} chosen={group} onPick={pick} />
      <div className="mt-2 flex items-center justify-between">
        <span className="text-ink-3 text-sm">{`Up to ${MOST_GROUP_KEYS}, the first outermost`}</span>
        <Button size="sm" disabled={group.length === 0} onClick={() => onChange([])}>
          No groups
        </Button>
      </div>
    </Popover>
  )
}
