import { useState } from "react"
import { Field, Input } from "@/ui/Input"
import type { PanelContext } from "../MetricPanel"
import type { LineSettings } from "./board"
import { KIND_LABELS, type NewPanel, type PanelKinds } from "./kinds"
import { LineSettingsForm } from "./LineSettingsForm"
import { FormDialog } from "./SettingsDialogs"

interface PanelDialogProps {
  /** New panels have a verb for a title, present ones their name. */
  isNew: boolean
  panel: NewPanel
  lines: LineSettings
  kinds: PanelKinds
  context: PanelContext
  onClose: () => void
  onSave: (panel: NewPanel, lines: LineSettings) => void
}

/** The settings of an added panel, before it is there and afterwards. */
export function PanelDialog({ isNew, panel, lines, kinds, context, onClose, onSave }: PanelDialogProps) {
  const [draft, setDraft] = useState(panel)
  const [settings, setSettings] = useState(lines)
  const kind = KIND_LABELS[panel.kind]
  return (
    <FormDialog
      title={isNew ? `Add panel: ${kind.toLowerCase()}` : `${kind}: ${kinds.titleOf(panel)}`}
      onClose={onClose}
      onSave={() => onSave(draft, settings)}
    >
      <Field label="Name">
        <Input
          maxLength={200}
          placeholder={kinds.titleOf({ ...draft, title: undefined })}
          value={draft.title ?? ""}
          onChange={(event) => setDraft({ ...draft, title: event.target.value || undefined })}
        />
      </Field>
      <kinds.Form panel={draft} context={context} onChange={setDraft} />
      {panel.kind === "line" && (
        <LineSettingsForm settings={settings} inherited={context.view} context={context} onChange={setSettings} />
      )}
    </FormDialog>
  )
}
