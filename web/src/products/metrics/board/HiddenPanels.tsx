import { Button } from "@/ui/Button"
import { Menu } from "@/ui/Menu"

interface HiddenPanelsProps {
  hidden: readonly string[]
  onShow: (panels: readonly string[]) => void
}

/** What was hidden is one click away. */
export function HiddenPanels({ hidden, onShow }: HiddenPanelsProps) {
  if (hidden.length === 0) return null
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" variant="ghost" icon="eyeOff">
          {`${hidden.length} hidden`}
        </Button>
      }
      entries={[
        { label: "Show all", icon: "eye", onSelect: () => onShow(hidden) },
        "separator",
        ...hidden.map((panel) => ({ label: panel, onSelect: () => onShow([panel]) })),
      ]}
    />
  )
}
