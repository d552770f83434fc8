import { useQuery } from "@tanstack/react-query"
import { Link, useParams, useRouterState } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { runQuery, sweepQuery } from "@/api"
import { IconButton } from "@/ui/Button"
import { Icon, type IconName } from "@/ui/Icon"
import { Menu } from "@/ui/Menu"
import { PageActionsPlace } from "@/ui/PageActions"
import { setTheme, type Theme, useTheme } from "@/ui/theme"
import { usePageTitle } from "./usePageTitle"

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

function Breadcrumbs() {
  const { entity, project, run, sweep, collection, version } = useParams({ strict: false }) as Record<
    string,
    string | undefined
  >
  const inSweeps = useRouterState({ select: ({ location }) => /^\/[^/]+\/[^/]+\/sweeps(\/|$)/.test(location.pathname) })
  const inArtifacts = useRouterState({
    select: ({ location }) => /^\/[^/]+\/[^/]+\/artifacts(\/|$)/.test(location.pathname),
  })
  const title = usePageTitle()
  return (
    <nav aria-label="Where you are" className="flex min-w-0 flex-1 items-center gap-1 text-ink-2">
      {!entity && <span className="truncate font-medium text-ink">{title}</span>}
      {entity && (
        <Crumb last={!project}>
          <Link to="/$entity" params={{ entity }} className="truncate hover:text-ink">
            {entity}
          </Link>
        </Crumb>
      )}
      {entity && project && (
        <Crumb last={!run && !inSweeps && !inArtifacts}>
          <Link to="/$entity/$project" params={{ entity, project }} className="truncate hover:text-ink">
            {project}
          </Link>
        </Crumb>
      )}
      {entity && project && inSweeps && (
        <Crumb last={!sweep}>
          <Link to="/$entity/$project/sweeps" params={{ entity, project }} className="truncate hover:text-ink">
            Sweeps
          </Link>
        </Crumb>
      )}
      {entity && project && sweep && (
        <Crumb last>
          <SweepName entity={entity} project={project} sweep={sweep} />
        </Crumb>
      )}
      {entity && project && inArtifacts && (
        <Crumb last={!collection}>
          <Link to="/$entity/$project/artifacts" params={{ entity, project }} className="truncate hover:text-ink">
            Artifacts
          </Link>
        </Crumb>
      )}
      {inArtifacts && collection && (
        <Crumb last>
          <span className="truncate">{version ? `${collection}:${version}` : collection}</span>
        </Crumb>
      )}
      {entity && project && run && (
        <Crumb last>
          <RunName entity={entity} project={project} run={run} />
        </Crumb>
      )}
    </nav>
  )
}

function Crumb({ children, last }: { children: ReactNode; last: boolean }) {
  return (
    <span className={last ? "flex min-w-0 items-center font-medium text-ink" : "flex min-w-0 items-center gap-1"}>
      {children}
      {!last && <Icon name="chevronRight" size={12} className="text-ink-3" />}
    </span>
  )
}

function RunName(at: { entity: string; project: string; run: string }) {
  const run = useQuery(runQuery(at))
  return <span className="truncate">{run.data?.display_name ?? at.run}</span>
}

function SweepName(at: { entity: string; project: string; sweep: string }) {
  const sweep = useQuery(sweepQuery(at))
  return <span className="truncate">{sweep.data?.display_name ?? at.sweep}</span>
}
