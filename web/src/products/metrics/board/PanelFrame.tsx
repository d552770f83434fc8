import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react"
import { cx } from "@/lib/classNames"
import { IconButton } from "@/ui/Button"
import { Menu, type MenuEntry } from "@/ui/Menu"
import type { BoardActions } from "./actions"
import { ResizeHandle } from "./ResizeHandle"
import { useDragging } from "./useDragging"

export const HEAD_PX = 28
const EDGE_PX = 2

/** What a grid knows of the place that a panel stands in. */
export interface PanelPlace {
  section: string
  /** Among the panels of the section. */
  index: number
  size: [number, number]
  columns: number
  unit: { width: number; height: number }
}

interface PanelFrameProps {
  id: string
  title: string
  /** What it is called in full, where its title is short. */
  label?: string
  height: number
  /** Null on a page that is not arranged, and in full screen. */
  actions: BoardActions | null
  place: PanelPlace | null
  /** Small buttons of the kind of panel, right of its name. */
  tools?: ReactNode
  /** Those that show while the pointer or the focus is in the panel. */
  quiet?: ReactNode
  entries?: readonly MenuEntry[]
  onFull?: () => void
  children: ReactNode
}

/** What panels of every kind have: a name to drag them by, a menu, a corner to resize them. */
export function PanelFrame({
  id,
  title,
  label = title,
  height,
  actions,
  place,
  tools,
  quiet,
  entries = [],
  onFull,
  children,
}: PanelFrameProps) {
  const panel = useRef<HTMLElement>(null)
  const [preview, setPreview] = useState<[number, number] | null>(null)
  const grown = place && preview && { width: preview[0] * place.unit.width, height: preview[1] * place.unit.height }
  return (
    <section
      ref={panel}
      aria-label={label}
      style={{ height }}
      className="group relative flex min-w-0 flex-col rounded-lg border border-line bg-surface px-2"
    >
      {actions ? (
        <DraggedHead
          {...{ id, title, label, actions, tools, quiet, entries, onFull }}
          panel={panel}
          at={`${place?.index} ${place?.section}`}
        />
      ) : (
        <header className="flex shrink-0 items-center gap-1" style={{ height: HEAD_PX }}>
          <Title title={title} label={label} />
          {tools}
          <span className={cx("absolute right-1 flex items-center gap-0.5 bg-surface pl-1", QUIET_GROUP)}>
            {quiet}
            {onFull && <FullButton onFull={onFull} />}
          </span>
        </header>
      )}
      {children}
      {actions && place && (
        <ResizeHandle title={label} {...place} onPreview={setPreview} onSize={(size) => actions.resize(id, size)} />
      )}
      {grown && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute top-0 left-0 z-20 rounded-lg border-2 border-accent bg-accent-soft/40"
          style={{ width: grown.width - EDGE_PX, height: grown.height - EDGE_PX }}
        />
      )}
    </section>
  )
}

const Title = ({ title, label }: { title: string; label: string }) => (
  <h3 className="min-w-0 flex-1 truncate font-medium text-sm" title={label}>
    {title}
  </h3>
)

/** Over the end of the name, so that it has the whole width as long as nobody looks for them. */
const QUIET_GROUP = "opacity-0 focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100"

const FullButton = ({ onFull }: { onFull: () => void }) => (
  <IconButton icon="expand" label="Full screen" className="size-5" onClick={onFull} />
)

interface DraggedHeadProps extends Pick<PanelFrameProps, "id" | "title" | "tools" | "quiet" | "onFull"> {
  label: string
  actions: BoardActions
  entries: readonly MenuEntry[]
  panel: RefObject<HTMLElement | null>
  /** Says something else when the panel has moved. */
  at: string
}

function DraggedHead({ id, title, label, actions, tools, quiet, entries, onFull, panel, at }: DraggedHeadProps) {
  const head = useRef<HTMLElement>(null)
  const grip = useRef<HTMLButtonElement>(null)
  const { dragged, edge } = useDragging({
    id,
    panel,
    handle: head,
    onDrop: (other, side) => actions.put(other, id, side),
  })
  // A panel that was moved by the keyboard keeps the focus, also as another element in another section.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place stands for the move
  useLayoutEffect(() => {
    if (actions.takeHeld(id)) grip.current?.focus()
  }, [id, at, actions])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    actions.step(id, step as 1 | -1)
  }
  return (
    <header
      ref={head}
      className={cx("flex shrink-0 cursor-grab items-center gap-1", dragged && "opacity-40")}
      style={{ height: HEAD_PX }}
    >
      <Title title={title} label={label} />
      {tools}
      <span className={cx("absolute right-1 flex items-center gap-0.5 bg-surface pl-1", QUIET_GROUP)}>
        {quiet}
        <IconButton
          ref={grip}
          icon="grip"
          label={`Move ${label}`}
          shortcut="← →"
          className="size-5 cursor-grab"
          onKeyDown={onKeyDown}
        />
        {onFull && <FullButton onFull={onFull} />}
        <Menu
          align="end"
          trigger={<IconButton icon="more" label={`Menu of ${label}`} className="size-5" />}
          entries={[...entries]}
        />
      </span>
      {edge && (
        <div
          aria-hidden="true"
          className={cx(
            "pointer-events-none absolute inset-y-0 w-1 rounded bg-accent",
            edge === "before" ? "-left-1.5" : "-right-1.5",
          )}
        />
      )}
    </header>
  )
}
