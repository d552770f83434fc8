import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { cx } from "@/lib/classNames"
import { Button } from "./Button"
import { Icon } from "./Icon"

interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  className?: string
}

export function Dialog({ open, onClose, title, description, children, className }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed top-[14vh] left-1/2 z-50 max-h-[76vh] w-[min(480px,calc(100vw-24px))] -translate-x-1/2 overflow-auto rounded-xl border border-line bg-raised p-5 text-ink shadow-pop outline-none",
            className,
          )}
        >
          <Radix.Title className="mb-3 pr-8 font-semibold text-lg">{title}</Radix.Title>
          {description && <Radix.Description className="mb-4 text-ink-2">{description}</Radix.Description>}
          {children}
          {/* Last in the document, so that the first field of a form gets the focus. */}
          <Radix.Close
            aria-label="Close"
            className="absolute top-3.5 right-3.5 inline-flex size-7 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
          >
            <Icon name="close" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface ConfirmProps {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  title: string
  description: ReactNode
  action: string
  danger?: boolean
  busy?: boolean
}

/** A question before something that cannot be undone. */
export function Confirm({ open, onClose, onConfirm, title, description, action, danger, busy }: ConfirmProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title} description={description}>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant={danger ? "danger" : "primary"} disabled={busy} onClick={onConfirm} autoFocus>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
