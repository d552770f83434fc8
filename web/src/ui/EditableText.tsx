import { type KeyboardEvent, useState } from "react"
import { cx } from "@/lib/classNames"

interface EditableTextProps {
  value: string
  label: string
  /** Left out for those who may only read. */
  onSave?: (value: string) => void
  className?: string
}

/** Text that becomes a field when clicked. Enter or leaving saves, Escape does not. */
export function EditableText({ value, label, onSave, className }: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const finish = (save: boolean) => {
    const text = draft?.trim()
    setDraft(null)
    if (save && text && text !== value) onSave?.(text)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") finish(true)
    if (event.key === "Escape") finish(false)
  }
  const shape = "min-w-0 rounded border px-1.5 -mx-1.5"
  if (!onSave)
    return (
      <span className={cx("min-w-0 truncate", className)} title={value}>
        {value}
      </span>
    )
  if (draft === null) {
    return (
      <button
        type="button"
        aria-label={`${label}: ${value}. Edit`}
        title="Click to edit"
        onClick={() => setDraft(value)}
        className={cx(shape, "truncate border-transparent text-left hover:border-line-strong", className)}
      >
        {value}
      </button>
    )
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit it
      autoFocus
      aria-label={label}
      value={draft}
      size={Math.max(12, draft.length)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={press}
      className={cx(shape, "border-accent bg-surface outline-none", className)}
    />
  )
}
