import { Dialog } from "radix-ui"
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { type Command, keysText } from "@/ui/commands"
import { Icon } from "@/ui/Icon"
import { Kbd } from "@/ui/Kbd"
import { usePaletteItems } from "./usePaletteItems"

/** One field for everything: pages, projects, runs, and what can be done with the thing in view. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("")
  const [at, setAt] = useState(0)
  const { groups, searching } = usePaletteItems(query)
  const items = groups.flatMap((group) => group.items)
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`
  const run = (command: Command) => {
    onClose()
    command.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0
    if (step && items.length) setAt((before) => (before + step + items.length) % items.length)
    else if (event.key === "Enter" && items[at]) run(items[at])
    else return
    event.preventDefault()
  }
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[64vh] w-[min(600px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <div className="flex shrink-0 items-center gap-2 border-line border-b px-3">
            <Icon name="search" className={cx("text-ink-3", searching && "animate-pulse")} />
            <input
              // biome-ignore lint/a11y/noAutofocus: the palette is opened to type into it
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={items.length ? optionId(at) : undefined}
              aria-label="Search commands, projects and runs"
              placeholder="Type a command, a project or a run"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value)
                setAt(0)
              }}
              onKeyDown={press}
              className="h-11 flex-1 bg-transparent outline-none placeholder:text-ink-3"
            />
          </div>
          <div id={listId} role="listbox" aria-label="Results" className="min-h-0 overflow-y-auto p-1.5">
            {items.length === 0 && (
              <p className="p-4 text-center text-ink-3">{searching ? "Searching…" : "Nothing fits."}</p>
            )}
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options is not a fieldset
              <div key={group.heading} role="group" aria-label={group.heading}>
                <div aria-hidden="true" className="px-2 pt-2 pb-1 text-ink-3 text-xs">
                  {group.heading}
                </div>
                {group.items.map((command) => {
                  const index = items.indexOf(command)
                  return (
                    <PaletteRow
                      key={`${command.label}/${command.hint ?? ""}`}
                      optionId={optionId(index)}
                      command={command}
                      active={index === at}
                      onPoint={() => setAt(index)}
                      onRun={() => run(command)}
                    />
                  )
                })}
              </div>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface PaletteRowProps {
  optionId: string
  command: Command
  active: boolean
  onPoint: () => void
  onRun: () => void
}

function PaletteRow({ optionId, command, active, onPoint, onRun }: PaletteRowProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" })
  }, [active])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field, which keeps the focus
    <div
      ref={row}
      id={optionId}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onRun}
      className={cx("flex h-8 cursor-default items-center gap-2.5 rounded-md px-2", active && "bg-hover")}
    >
      <Icon name={command.icon ?? "chevronRight"} size={14} className="text-ink-3" />
      <span className="min-w-0 truncate">{command.label}</span>
      {command.hint && <span className="min-w-0 truncate text-ink-3 text-sm">{command.hint}</span>}
      <span className="flex-1" />
      {command.keys && <Kbd keys={keysText(command.keys)} />}
    </div>
  )
}
