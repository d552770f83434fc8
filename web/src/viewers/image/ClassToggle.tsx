import { cx } from "@/lib/classNames"

/** Shows or hides what is of a class, and tells its colour. */
export function ClassToggle(props: { label: string; colour: string; on: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      onClick={props.onToggle}
      className={cx(
        "flex max-w-40 shrink-0 items-center gap-1 rounded border border-line px-1.5 py-0.5 hover:border-line-strong",
        !props.on && "text-ink-3 line-through",
      )}
    >
      <span
        className="size-2.5 shrink-0 rounded-sm"
        style={{ background: props.on ? props.colour : "transparent", border: `1px solid ${props.colour}` }}
      />
      <span className="truncate">{props.label}</span>
    </button>
  )
}
