import { useState } from "react"
import { cx } from "@/lib/classNames"
import { Icon } from "@/ui/Icon"
import { Input } from "@/ui/Input"

interface NamePickerProps {
  label: string
  names: readonly string[]
  chosen: string
  onPick: (name: string) => void
}

const MOST_SHOWN = 100

/** One of many names, found by a part of it. */
export function NamePicker({ label, names, chosen, onPick }: NamePickerProps) {
  const [search, setSearch] = useState("")
  const wanted = search.toLowerCase()
  const found = names.filter((name) => name.toLowerCase().includes(wanted))
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium text-ink-2 text-sm">{label}</legend>
      <Input
        icon="search"
        size="sm"
        aria-label={`Search ${label.toLowerCase()}`}
        placeholder={`Search ${names.length} names`}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || found.length === 0) return
          event.preventDefault()
          onPick(found[0])
        }}
      />
      <div className="max-h-44 overflow-auto rounded-md border border-line">
        {found.slice(0, MOST_SHOWN).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen}
            onClick={() => onPick(name)}
            className="flex min-h-7 w-full items-center gap-2 px-2 text-left hover:bg-hover"
          >
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            <Icon name="check" size={13} className={cx(name !== chosen && "invisible")} />
          </button>
        ))}
        {found.length === 0 && <p className="px-2 py-1 text-ink-3">Nothing is called so.</p>}
        {found.length > MOST_SHOWN && (
          <p className="px-2 py-1 text-ink-3 text-sm">{`${found.length - MOST_SHOWN} more: type to find them`}</p>
        )}
      </div>
    </fieldset>
  )
}
