import { Tooltip as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { Kbd } from "./Kbd"

interface TooltipProps {
  text: ReactNode
  shortcut?: string
  side?: "top" | "bottom" | "left" | "right"
  children: ReactElement
}

/** Needs `TooltipProvider` above it; the app has one. */
export function Tooltip({ text, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className="z-60 flex max-w-96 items-center gap-2 break-words rounded-md border border-line bg-raised px-2 py-1 text-ink text-sm shadow-pop"
        >
          {text}
          {shortcut && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const TooltipProvider = Radix.Provider
