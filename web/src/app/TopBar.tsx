import { IconButton } from "@/ui/Button"
import { Icon, type IconName } from "@/ui/Icon"
import { Menu } from "@/ui/Menu"
import { PageActionsPlace } from "@/ui/PageActions"
import { setTheme, type Theme, useTheme } from "@/ui/theme"
import { Breadcrumbs } from "./Breadcrumbs"

const THEMES: { value: Theme; label: string; icon: IconName }[] = [
  { value: "system", label: "Follow the system", icon: "monitor" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
]

export function TopBar({ onMenu, onHelp }: { onMenu: () => void; onHelp: () => void }) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-line border-b bg-surface px-2 md:px-3">
      <IconButton icon="menu" label="Navigation" className="md:hidden" onClick={onMenu} />
      <Breadcrumbs />
      <PageActionsPlace />
      <ThemeMenu />
      <button
        type="button"
        aria-label="Keyboard help"
        title="Keyboard help (?)"
        onClick={onHelp}
        className="hidden size-7 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink md:inline-flex"
      >
        ?
      </button>
    </header>
  )
}

function ThemeMenu() {
  const theme = useTheme()
  const icon = THEMES.find((one) => one.value === theme)?.icon ?? "monitor"
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label="Theme"
          title="Theme"
          className="inline-flex size-7 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
        >
          <Icon name={icon} />
        </button>
      }
      entries={THEMES.map((one) => ({
        label: one.label,
        icon: one.icon,
        checked: one.value === theme,
        onSelect: () => setTheme(one.value),
      }))}
    />
  )
}
