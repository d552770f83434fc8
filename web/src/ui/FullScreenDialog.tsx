import { Dialog as Radix } from "radix-ui"
import type { KeyboardEvent, ReactNode } from "react"

interface FullScreenDialogProps {
  onClose: () => void
  title: string
  /** Keys that no field, menu or dialog within has taken. */
  onKey: (event: KeyboardEvent) => void
  children: ReactNode
}

/** Something over the whole page: the focus stays in it, Escape closes it, and what was focused before is so again. */
export function FullScreenDialog({ onClose, title, onKey, children }: FullScreenDialogProps) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const { target, currentTarget } = event
    const isWithin = target instanceof HTMLElement && currentTarget.contains(target) // menus stand elsewhere
    if (isWithin && !event.defaultPrevented && !target.matches("input, textarea, select")) onKey(event)
  }
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus({ preventScroll: true })
          }}
          onKeyDown={press}
          className="fixed inset-0 z-40 flex flex-col gap-2 bg-canvas p-4 text-ink outline-none"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
