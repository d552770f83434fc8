import { useState } from "react"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import type { Arrangement, PanelContext } from "../MetricPanel"
import { NEW_PANEL_KINDS, type PanelKind } from "./board"
import { withLines, withNewSection } from "./edit"
import { KIND_LABELS, type NewPanel, type PanelKinds } from "./kinds"
import { PanelDialog } from "./PanelDialog"
import { FormDialog, LineDialog } from "./SettingsDialogs"

/** What is asked for at the moment: a panel's settings, a new panel, the name of a section. */
export type Asking =
  | { what: "panel"; id: string }
  | { what: "new panel"; panel: NewPanel; section: string | null }
  | { what: "kind"; section: string }
  | { what: "section" }
  | null

interface BoardDialogsProps {
  asking: Asking
  onClose: () => void
  arrangement: Arrangement
  context: PanelContext
  kinds: PanelKinds
  /** A kind was chosen for a new panel. */
  onKind: (kind: PanelKind, section: string) => void
}

export function BoardDialogs({ asking, onClose, arrangement, context, kinds, onKind }: BoardDialogsProps) {
  const { board, change, actions } = arrangement
  if (asking === null) return null
  if (asking.what === "section") {
    return <NewSectionDialog onClose={onClose} onSave={(name) => change((now) => withNewSection(now, name))} />
  }
  if (asking.what === "kind") {
    return <KindDialog section={asking.section} onClose={onClose} onPick={(kind) => onKind(kind, asking.section)} />
  }
  if (asking.what === "new panel") {
    return (
      <PanelDialog
        isNew
        panel={asking.panel}
        lines={{}}
        {...{ kinds, context, onClose }}
        onSave={(panel, lines) => {
          onClose()
          actions.add(panel, asking.section, lines)
        }}
      />
    )
  }
  const { id } = asking
  const panel = board.panels.find((one) => one.id === id)
  const lines = board.lines[id] ?? {}
  if (!panel) {
    return (
      <LineDialog
        title={id}
        settings={lines}
        {...{ context, onClose }}
        onSave={(settings) => {
          onClose()
          change((now) => withLines(now, id, settings))
        }}
      />
    )
  }
  return (
    <PanelDialog
      isNew={false}
      {...{ panel, lines, kinds, context, onClose }}
      onSave={(next, settings) => {
        onClose()
        actions.change({ ...next, id }, settings)
      }}
    />
  )
}

function NewSectionDialog({ onClose, onSave }: { onClose: () => void; onSave: (name: string) => void }) {
  const [name, setName] = useState("")
  return (
    <FormDialog
      title="Add section"
      onClose={onClose}
      onSave={() => {
        onClose()
        if (name.trim()) onSave(name.trim())
      }}
    >
      <Field label="Name">
        <Input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  )
}

interface KindDialogProps {
  section: string
  onClose: () => void
  onPick: (kind: PanelKind) => void
}

function KindDialog({ section, onClose, onPick }: KindDialogProps) {
  return (
    <Dialog open onClose={onClose} title={`Add a panel to ${section}`}>
      <div className="grid grid-cols-2 gap-2">
        {NEW_PANEL_KINDS.map((kind) => (
          <Button
            key={kind}
            onClick={() => {
              onClose()
              onPick(kind)
            }}
          >
            {KIND_LABELS[kind]}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}
