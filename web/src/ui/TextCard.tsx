import { type KeyboardEvent, type ReactNode, useState } from "react"
import { modKey } from "@/lib/keyboard"
import { Button } from "./Button"
import { Card } from "./Card"
import { TextArea } from "./Input"

interface TextCardProps {
  title: string
  text: string
  /** What to write here, while nothing is. */
  empty: string
  /** What the text is written in, said while writing: "Markdown". */
  language?: string
  rows?: number
  /** Left out for those who may only read. */
  onSave?: (text: string) => void
  /** How the text is shown. */
  children: ReactNode
}

/** A text that people write. While one writes, what others write does not push in. */
export function TextCard({ title, text, empty, language, rows = 6, onSave, children }: TextCardProps) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null) {
    const edit = onSave && (
      <Button size="sm" variant="ghost" onClick={() => setDraft(text)}>
        {text ? "Edit" : "Write"}
      </Button>
    )
    return (
      <Card title={title} action={edit}>
        {text ? children : <p className="text-ink-3">{empty}</p>}
      </Card>
    )
  }
  const save = () => {
    if (draft !== text) onSave?.(draft)
    setDraft(null)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setDraft(null)
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save()
  }
  return (
    <Card title={title}>
      <TextArea
        autoFocus
        rows={rows}
        aria-label={title}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={press}
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <span className="mr-auto text-ink-3 text-xs">
          {language && `${language} · `}
          {modKey} Enter saves
        </span>
        <Button size="sm" onClick={() => setDraft(null)}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" onClick={save}>
          Save
        </Button>
      </div>
    </Card>
  )
}
