import { type KeyboardEvent, useState } from "react"
import { modKey } from "@/lib/keyboard"
import { Button } from "@/ui/Button"
import { TextArea } from "@/ui/Input"
import { Card } from "./OverviewTab"

/** Notes of a run. While a person writes, what others write does not push in. */
export function NotesEditor({ notes, onSave }: { notes: string; onSave: (notes: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  const save = () => {
    if (draft !== null && draft !== notes) onSave(draft)
    setDraft(null)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setDraft(null)
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save()
  }
  if (draft === null) {
    const edit = (
      <Button size="sm" variant="ghost" onClick={() => setDraft(notes)}>
        {notes ? "Edit" : "Write"}
      </Button>
    )
    return (
      <Card title="Notes" action={edit}>
        {notes ? (
          <p className="whitespace-pre-wrap break-words">{notes}</p>
        ) : (
          <p className="text-ink-3">What is this run about?</p>
        )}
      </Card>
    )
  }
  return (
    <Card title="Notes">
      <TextArea
        autoFocus
        rows={6}
        aria-label="Notes"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={press}
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <span className="mr-auto text-ink-3 text-xs">{modKey} Enter saves</span>
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
