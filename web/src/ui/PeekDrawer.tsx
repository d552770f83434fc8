import { type ReactNode, useEffect, useRef } from "react"
import { IconButton } from "./Button"
import { useCommands } from "./commands"

interface PeekDrawerProps {
  title: ReactNode
  label: string
  onClose: () => void
  onPrevious?: () => void
  onNext?: () => void
  onOpenPage?: () => void
  children: ReactNode
}

/** Looks at one thing without leaving the list: the page behind stays visible and usable. */
export function PeekDrawer({ title, label, onClose, onPrevious, onNext, onOpenPage, children }: PeekDrawerProps) {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => (before instanceof HTMLElement ? before.focus({ preventScroll: true }) : undefined)
  }, [])
  useCommands(
    [
      { group: "Drawer", label: "Close the drawer", keys: "Escape", run: onClose },
      { group: "Drawer", label: "Close the drawer", keys: "Space", quiet: true, run: onClose },
      { group: "Drawer", label: "Previous", keys: "[", run: () => onPrevious?.() },
      { group: "Drawer", label: "Next", keys: "]", run: () => onNext?.() },
      { group: "Drawer", label: "Open as a page", keys: "Enter", quiet: true, run: () => onOpenPage?.() },
    ],
    10,
  )
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={label}
      className="fixed inset-y-0 right-0 z-30 flex w-full animate-[peek_120ms_ease-out] flex-col border-line border-l bg-canvas shadow-pop outline-none md:w-[60%]"
    >
      <header className="flex h-11 shrink-0 items-center gap-1 border-line border-b px-2">
        <IconButton icon="close" label="Close" shortcut="Esc" onClick={onClose} />
        <div className="min-w-0 flex-1 truncate px-1 font-medium">{title}</div>
        <IconButton icon="chevronUp" label="Previous" shortcut="[" disabled={!onPrevious} onClick={onPrevious} />
        <IconButton icon="chevronDown" label="Next" shortcut="]" disabled={!onNext} onClick={onNext} />
        {onOpenPage && <IconButton icon="expand" label="Open as a page" onClick={onOpenPage} />}
      </header>
      <div className="min-h-0 flex-1 overflow-auto">{children}</div>
    </aside>
  )
}
