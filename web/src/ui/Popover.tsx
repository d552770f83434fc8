import { Popover as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { cx } from "@/lib/classNames"
import { MENU_PANEL } from "./Menu"

interface PopoverProps {
  trigger: ReactElement
  children: ReactNode
  align?: "start" | "center" | "end"
  className?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

export function Popover({ trigger, children, align = "start", className, open, onOpenChange }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={cx(MENU_PANEL, "p-2", className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
