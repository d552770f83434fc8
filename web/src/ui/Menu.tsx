import { DropdownMenu as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { cx } from "@/lib/classNames"
import { Icon, type IconName } from "./Icon"
import { Kbd } from "./Kbd"

export const MENU_PANEL = "z-50 min-w-44 overflow-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-pop"
export const MENU_ITEM =
  "flex min-h-7 cursor-default select-none items-center gap-2 rounded px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover"

export interface MenuItem {
  label: ReactNode
  icon?: IconName
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  checked?: boolean
  onSelect: () => void
}

export type MenuEntry = MenuItem | "separator" | { heading: string }

interface MenuProps {
  trigger: ReactElement
  entries: MenuEntry[]
  align?: "start" | "end"
  side?: "top" | "bottom" | "right"
}

export function Menu({ trigger, entries, align = "start", side = "bottom" }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cx(MENU_PANEL, "max-h-[70vh]")}
        >
          {entries.map((entry, index) => (
            <MenuRow key={index} entry={entry} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function MenuRow({ entry }: { entry: MenuEntry }) {
  if (entry === "separator") return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
  if ("heading" in entry) return <Radix.Label className="px-2 py-1 text-ink-3 text-xs">{entry.heading}</Radix.Label>
  return (
    <Radix.Item
      disabled={entry.disabled}
      onSelect={entry.onSelect}
      className={cx(MENU_ITEM, entry.danger && "text-danger data-[highlighted]:bg-danger-soft")}
    >
      {entry.icon && <Icon name={entry.icon} size={14} className={entry.danger ? "" : "text-ink-3"} />}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.checked && <Icon name="check" size={13} />}
      {entry.shortcut && <Kbd keys={entry.shortcut} />}
    </Radix.Item>
  )
}
