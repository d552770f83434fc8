import { type KeyboardEvent, useState } from "react"
import { Chip } from "./Chip"
import { Icon } from "./Icon"

interface NameChipsProps {
  /** "tag", "alias" or "type". */
  noun: string
  names: readonly string[]
  active?: boolean
  maxLength?: number
  /** Left out for those who may only read. */
  onAdd?: (name: string) => void
  /** Left out where names stay. */
  onRemove?: (name: string) => void
}

/** Names that can be taken away and added one by one. */
export function NameChips({ noun, names, active, maxLength = 128, onAdd, onRemove }: NameChipsProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const add = () => {
    const name = draft?.trim()
    setDraft(null)
    if (name && !names.includes(name)) onAdd?.(name)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") add()
    if (event.key === "Escape") setDraft(null)
  }
  if (!onAdd && names.length === 0) return null
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1.5">
      {names.map((name) => (
        <Chip
          key={name}
          active={active && name !== "latest"}
          removeLabel={`Take the ${noun} ${name} away`}
          onRemove={onRemove && (() => onRemove(name))}
        >
          {name}
        </Chip>
      ))}
      {onAdd && draft === null && (
        <button
          type="button"
          onClick={() => setDraft("")}
          className="inline-flex h-5.5 items-center gap-1 rounded-full border border-line border-dashed px-2 text-ink-3 text-sm hover:border-line-strong hover:text-ink"
        >
          <Icon name="plus" size={11} /> {noun[0].toUpperCase() + noun.slice(1)}
        </button>
      )}
      {draft !== null && (
        <input
          // biome-ignore lint/a11y/noAutofocus: the person has just asked for it
          autoFocus
          aria-label={`New ${noun}`}
          maxLength={maxLength}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={add}
          onKeyDown={press}
          className="h-5.5 w-32 rounded-full border border-accent bg-surface px-2 text-sm outline-none"
        />
      )}
    </div>
  )
}
