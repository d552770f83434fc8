import { useEffect, useRef } from "react"
import { createPortal } from "react-dom"
import { cx } from "@/lib/classNames"
import { MENU_PANEL } from "@/ui/Menu"
import type { Slash } from "./useSlash"

const HEIGHT_PX = 300

/** What can be put into the line. The editor keeps the focus, and the keys. */
export function SlashMenu({ slash }: { slash: Slash }) {
  const { place, items, active, choose } = slash
  const chosen = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line stays in view when another one is chosen
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: "nearest" })
  }, [active])
  if (!place) return null
  const above = place.bottom + HEIGHT_PX > window.innerHeight
  const style = above
    ? { left: place.left, bottom: window.innerHeight - place.top + 4, maxHeight: HEIGHT_PX }
    : { left: place.left, top: place.bottom + 4, maxHeight: HEIGHT_PX }
  return createPortal(
    <div role="listbox" aria-label="Insert" className={cx(MENU_PANEL, "fixed w-64")} style={style}>
      {items.map(({ kind, label, hint }, at) => (
        <div
          key={kind}
          ref={at === active ? chosen : undefined}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          className={cx(
            "flex h-7 cursor-default items-center gap-2 rounded px-2",
            at === active ? "bg-hover" : "hover:bg-hover",
          )}
          onPointerDown={(event) => {
            event.preventDefault()
            choose(kind)
          }}
        >
          <span className="flex-1">{label}</span>
          <span className="font-mono text-ink-3 text-xs">{hint}</span>
        </div>
      ))}
    </div>,
    document.body,
  )
}
