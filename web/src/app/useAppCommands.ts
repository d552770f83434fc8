import { useQueryClient } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { api } from "@/api"
import { type Command, useCommands } from "@/ui/commands"
import { setDensity, setTheme, useDensity } from "@/ui/theme"

interface AppActions {
  openPalette: () => void
  openHelp: () => void
  toggleRail: () => void
}

/** The commands that hold on every page. */
export function useAppCommands({ openPalette, openHelp, toggleRail }: AppActions): void {
  const navigate = useNavigate()
  const density = useDensity()
  const logout = useLogout()
  const { entity, project } = useParams({ strict: false }) as Record<string, string | undefined>
  const compact = density === "compact"
  const commands: Command[] = [
    { group: "General", label: "Command palette", keys: "mod+k", quiet: true, run: openPalette },
    { group: "General", label: "Keyboard help", keys: "?", run: openHelp },
    { group: "Go to", label: "Projects", keys: "g h", icon: "home", run: () => void navigate({ to: "/" }) },
    {
      group: "Go to",
      label: "Registries",
      keys: "g r",
      icon: "shelf",
      run: () => void navigate({ to: "/registries" }),
    },
    { group: "Go to", label: "Settings", keys: "g s", icon: "settings", run: () => void navigate({ to: "/settings" }) },
    { group: "View", label: "Show or hide the rail", keys: "mod+b", icon: "sidebar", run: toggleRail },
    { group: "View", label: "Theme: light", icon: "sun", run: () => setTheme("light") },
    { group: "View", label: "Theme: dark", icon: "moon", run: () => setTheme("dark") },
    { group: "View", label: "Theme: follow the system", icon: "monitor", run: () => setTheme("system") },
    {
      group: "View",
      label: compact ? "Density: normal rows" : "Density: compact rows",
      icon: "menu",
      run: () => setDensity(compact ? "normal" : "compact"),
    },
    { group: "General", label: "Sign out", icon: "logout", run: logout },
  ]
  if (entity && project) {
    const toProject = () => void navigate({ to: "/$entity/$project", params: { entity, project } })
    const toSweeps = () => void navigate({ to: "/$entity/$project/sweeps", params: { entity, project } })
    const toLaunch = () => void navigate({ to: "/$entity/$project/launch", params: { entity, project } })
    const toJobs = () => void navigate({ to: "/$entity/$project/jobs", params: { entity, project } })
    const toArtifacts = () => void navigate({ to: "/$entity/$project/artifacts", params: { entity, project } })
    const toReports = () => void navigate({ to: "/$entity/$project/reports", params: { entity, project } })
    const toAutomations = () => void navigate({ to: "/$entity/$project/automations", params: { entity, project } })
    const toTraces = () => void navigate({ to: "/$entity/$project/traces", params: { entity, project } })
    const toEvaluations = () => void navigate({ to: "/$entity/$project/evaluations", params: { entity, project } })
    const toObjects = () => void navigate({ to: "/$entity/$project/objects", params: { entity, project } })
    const toSql = () => void navigate({ to: "/$entity/$project/sql", params: { entity, project } })
    commands.push(
      { group: "Go to", label: "Workspace", keys: "g w", icon: "chart", run: toProject },
      { group: "Go to", label: "Artifacts", keys: "g a", icon: "artifact", run: toArtifacts },
      { group: "Go to", label: "Reports", keys: "g r", icon: "file", run: toReports },
      { group: "Go to", label: "Sweeps", keys: "g p", icon: "sweep", run: toSweeps },
      { group: "Go to", label: "Launch", keys: "g l", icon: "launch", run: toLaunch },
      { group: "Go to", label: "Jobs", keys: "g j", icon: "play", run: toJobs },
      { group: "Go to", label: "Automations", keys: "g u", icon: "bolt", run: toAutomations },
      { group: "Go to", label: "Traces", keys: "g t", icon: "trace", run: toTraces },
      { group: "Go to", label: "Evaluations", keys: "g e", icon: "check", run: toEvaluations },
      { group: "Go to", label: "Objects", keys: "g o", icon: "tag", run: toObjects },
      { group: "Go to", label: "SQL", keys: "g q", icon: "table", run: toSql },
    )
  }
  useCommands(commands)
}

export function useLogout(): () => void {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return () => {
    void api.logout().finally(() => {
      queryClient.clear()
      void navigate({ to: "/login" })
    })
  }
}
