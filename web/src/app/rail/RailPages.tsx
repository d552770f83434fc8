import { Link } from "@tanstack/react-router"
import { useProjectRole } from "@/api"
import { Icon, type IconName } from "@/ui/Icon"
import { Tooltip } from "@/ui/Tooltip"
import { railItem } from "./Rail"

interface RailPagesProps {
  entity: string
  project: string
  wide: boolean
}

type ListName = "artifacts" | "reports" | "sweeps" | "launch" | "jobs" | "automations" | "alerts"
type PageName = ListName | "traces" | "evaluations"
type PageAddress = `/$entity/$project/${PageName | "objects" | "sql" | "settings"}`

const AUTOMATIONS = "/$entity/$project/automations"

/** The pages of a project besides its workspace. Who may only read does not see who is told of what. */
const PAGES: { to: PageAddress; label: string; icon: IconName }[] = [
  { to: "/$entity/$project/artifacts", label: "Artifacts", icon: "artifact" },
  { to: "/$entity/$project/reports", label: "Reports", icon: "file" },
  { to: "/$entity/$project/sweeps", label: "Sweeps", icon: "sweep" },
  { to: "/$entity/$project/launch", label: "Launch", icon: "launch" },
  { to: "/$entity/$project/jobs", label: "Jobs", icon: "play" },
  { to: AUTOMATIONS, label: "Automations", icon: "bolt" },
  { to: "/$entity/$project/alerts", label: "Alerts", icon: "alert" },
  { to: "/$entity/$project/traces", label: "Traces", icon: "trace" },
  { to: "/$entity/$project/evaluations", label: "Evaluations", icon: "check" },
  { to: "/$entity/$project/objects", label: "Objects", icon: "tag" },
  { to: "/$entity/$project/sql", label: "SQL", icon: "table" },
  { to: "/$entity/$project/settings", label: "Project settings", icon: "settings" },
]

export function RailPages({ entity, project, wide }: RailPagesProps) {
  const { isViewer } = useProjectRole(entity, project)
  const pages = isViewer ? PAGES.filter(({ to }) => to !== AUTOMATIONS) : PAGES
  return (
    <section aria-label={`Pages of ${project}`} className={wide ? "mt-4" : "mt-2 w-full"}>
      {wide && (
        <h2 className="truncate px-2 pb-1 text-ink-3 text-xs" title={`${entity}/${project}`}>
          {project}
        </h2>
      )}
      {pages.map(({ to, label, icon }) => {
        const link = (
          <Link
            key={to}
            to={to}
            params={{ entity, project }}
            aria-label={label}
            className={railItem(false, wide)}
            activeProps={{ className: railItem(true, wide) }}
          >
            <Icon name={icon} size={14} className={wide ? "text-ink-3" : undefined} />
            {wide && label}
          </Link>
        )
        return wide ? (
          link
        ) : (
          <Tooltip key={to} text={label} side="right">
            {link}
          </Tooltip>
        )
      })}
    </section>
  )
}
