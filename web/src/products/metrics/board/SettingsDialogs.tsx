import { type FormEvent, type ReactNode, useState } from "react"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Select } from "@/ui/Select"
import type { PanelContext } from "../MetricPanel"
import { PANEL_SIZES, type PanelSize } from "../view"
import type { LineSettings, SectionSettings } from "./board"
import { LineSettingsForm } from "./LineSettingsForm"

interface FormDialogProps {
  title: string
  onClose: () => void
  onSave: () => void
  children: ReactNode
}

/** Settings are tried out here and hold from "Apply" on, as one step that can be taken back. */
export function FormDialog({ title, onClose, onSave, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave()
  }
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {children}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary">
            Apply
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface LineDialogProps {
  title: string
  settings: LineSettings
  context: PanelContext
  onClose: () => void
  onSave: (settings: LineSettings) => void
}

export function LineDialog({ title, settings, context, onClose, onSave }: LineDialogProps) {
  const [draft, setDraft] = useState(settings)
  return (
    <FormDialog title={title} onClose={onClose} onSave={() => onSave(draft)}>
      <LineSettingsForm settings={draft} inherited={context.view} context={context} onChange={setDraft} />
    </FormDialog>
  )
}

interface SectionDialogProps {
  name: string
  settings: SectionSettings
  context: PanelContext
  onClose: () => void
  onSave: (settings: SectionSettings) => void
}

export function SectionDialog({ name, settings, context, onClose, onSave }: SectionDialogProps) {
  const [draft, setDraft] = useState(settings)
  const sizes: { value: PanelSize | "as"; label: string }[] = [{ value: "as", label: "As everywhere" }, ...PANEL_SIZES]
  return (
    <FormDialog title={`Section ${name}`} onClose={onClose} onSave={() => onSave(draft)}>
      <div className="flex items-center gap-2">
        <span className="w-40">Panels</span>
        <Select
          size="sm"
          label="Panel size"
          value={draft.size ?? "as"}
          options={sizes}
          onChange={(size) => setDraft({ ...draft, size: size === "as" ? undefined : size })}
        />
      </div>
      <LineSettingsForm
        settings={draft}
        inherited={context.view}
        context={context}
        onChange={(lines) => setDraft({ ...lines, size: draft.size })}
      />
    </FormDialog>
  )
}
