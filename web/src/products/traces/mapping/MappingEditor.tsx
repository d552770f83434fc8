import { type UIEvent, useRef } from "react"
import { cx } from "@/lib/classNames"

interface MappingEditorProps {
  value: string
  onChange: (value: string) => void
  /** The line that is wrong, counted from 1. */
  wrong: number | null
  readOnly?: boolean
}

/** A text with the numbers of its lines, which errors name. */
export function MappingEditor({ value, onChange, wrong, readOnly }: MappingEditorProps) {
  const gutter = useRef<HTMLDivElement>(null)
  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
  }
  const lines = value.split("\n").length
  return (
    <div className="flex min-h-0 flex-1 overflow-hidden rounded-md border border-line bg-surface font-mono text-sm leading-5 focus-within:border-accent">
      <div ref={gutter} aria-hidden="true" className="shrink-0 select-none overflow-hidden bg-sunken py-2 text-ink-3">
        {Array.from({ length: lines }, (_, at) => at + 1).map((line) => (
          <div
            key={line}
            className={cx("h-5 min-w-9 px-2 text-right", line === wrong && "bg-danger-soft font-semibold text-danger")}
          >
            {line}
          </div>
        ))}
      </div>
      <textarea
        aria-label="Mapping of this project"
        aria-invalid={wrong !== null}
        className="min-w-0 flex-1 resize-none overflow-auto whitespace-pre bg-transparent p-2 text-ink focus:outline-none"
        spellCheck={false}
        readOnly={readOnly}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onScroll={follow}
      />
    </div>
  )
}
