import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { Menu } from "@/ui/Menu"
import { NEW_PANEL_KINDS, type PanelKind } from "./board"
import { KIND_LABELS } from "./kinds"

interface AddPanelMenuProps {
  /** null asks for a section. */
  onAdd: (kind: PanelKind | null) => void
}

export function AddPanelMenu({ onAdd }: AddPanelMenuProps) {
  useCommands([
    ...NEW_PANEL_KINDS.map((kind) => ({
      group: "Charts",
      label: `Add panel: ${KIND_LABELS[kind].toLowerCase()}`,
      icon: "plus" as const,
      run: () => onAdd(kind),
    })),
    { group: "Charts", label: "Add section", icon: "plus", run: () => onAdd(null) },
  ])
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" icon="plus" aria-label="Add panel">
          Panel
        </Button>
      }
      entries={[
        ...NEW_PANEL_KINDS.map((kind) => ({ label: KIND_LABELS[kind], onSelect: () => onAdd(kind) })),
        "separator",
        { label: "Section…", onSelect: () => onAdd(null) },
      ]}
    />
  )
}
