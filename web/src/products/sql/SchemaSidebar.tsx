import { useState } from "react"
import type { SqlView } from "@/api/sql"
import { Icon } from "@/ui/Icon"

interface SchemaSidebarProps {
  views: readonly SqlView[]
  onInsert: (name: string) => void
}

/** What can be asked about; a click puts a name where the cursor is. */
export function SchemaSidebar({ views, onInsert }: SchemaSidebarProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(["runs"]))
  const toggle = (name: string) =>
    setOpen((before) => new Set([...before, name].filter((each) => each !== name || !before.has(name))))
  return (
    <nav aria-label="Views" className="h-full overflow-auto p-2">
      {views.map((view) => (
        <section key={view.name} aria-label={view.name} className="mb-1">
          <div className="flex items-center">
            <button
              type="button"
              aria-expanded={open.has(view.name)}
              aria-label={`Columns of ${view.name}`}
              onClick={() => toggle(view.name)}
              className="inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-3 hover:bg-hover hover:text-ink"
            >
              <Icon name={open.has(view.name) ? "chevronDown" : "chevronRight"} size={12} />
            </button>
            <button
              type="button"
              title={`${view.about}. Click to insert`}
              onClick={() => onInsert(view.name)}
              className="min-w-0 flex-1 truncate rounded px-1 py-0.5 text-left font-medium font-mono text-sm hover:bg-hover"
            >
              {view.name}
            </button>
          </div>
          {open.has(view.name) && <Columns view={view} onInsert={onInsert} />}
        </section>
      ))}
    </nav>
  )
}

function Columns({ view, onInsert }: { view: SqlView; onInsert: (name: string) => void }) {
  return (
    <ul className="mb-2 ml-3 border-line border-l pl-2">
      {view.columns.map((column) => (
        <li key={column.name}>
          <button
            type="button"
            title={`${column.type}: ${column.about}`}
            onClick={() => onInsert(column.name)}
            className="flex w-full min-w-0 items-baseline gap-2 rounded px-1 py-px text-left text-sm hover:bg-hover"
          >
            <span className="shrink-0 font-mono">{column.name}</span>
            <span className="truncate text-ink-3 text-xs">{column.type}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
