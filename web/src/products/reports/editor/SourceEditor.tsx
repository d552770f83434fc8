import { type ReactNode, useState } from "react"
import { Button } from "@/ui/Button"
import { TextArea } from "@/ui/Input"

interface SourceEditorProps {
  label: string
  text: string
  /** Null for reading only. */
  onChange: ((text: string) => void) | null
  /** How the text looks. */
  children: ReactNode
}

/** A thing that is written as text: it opens on a click, and shows how it looks while one writes. */
export function SourceEditor({ label, text, onChange, children }: SourceEditorProps) {
  const [open, setOpen] = useState(text === "")
  if (!onChange) return children
  if (!open) {
    return (
      <div className="group/source relative rounded-lg hover:bg-hover">
        {children}
        <Button
          size="sm"
          icon="edit"
          className="absolute top-1 right-1 opacity-0 focus-visible:opacity-100 group-hover/source:opacity-100"
          onClick={() => setOpen(true)}
        >
          Edit
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-2">
      <TextArea
        aria-label={label}
        placeholder={label === "Formula" ? "\\int_0^1 x\\,dx" : "**Markdown**, with $formulas$"}
        className="font-mono text-sm"
        rows={Math.min(20, Math.max(3, text.split("\n").length + 1))}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setOpen(false)
        }}
      />
      {text && <div className="px-1">{children}</div>}
      <Button size="sm" className="self-end" disabled={text === ""} onClick={() => setOpen(false)}>
        Done
      </Button>
    </div>
  )
}
