import { type FormEvent, useState } from "react"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"

interface SaveViewDialogProps {
  title: string
  name: string
  /** Whether others see it at first; null does not ask. */
  shared: boolean | null
  busy: boolean
  onClose: () => void
  onSave: (name: string, shared: boolean) => void
}

export function SaveViewDialog({ title, name, shared, busy, onClose, onSave }: SaveViewDialogProps) {
  const [text, setText] = useState(name)
  const [share, setShare] = useState(shared ?? false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onSave(text.trim(), share)
  }
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name">
          <Input required maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        {shared !== null && (
          <label className="flex items-center gap-2">
            <input
              type="checkbox"
              className="accent-accent"
              checked={share}
              onChange={(event) => setShare(event.target.checked)}
            />
            Share with everybody who may see this project
          </label>
        )}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={busy}>
            Save view
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
