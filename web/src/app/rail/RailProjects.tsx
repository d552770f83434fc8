import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { type Project, projectsQuery } from "@/api"
import { isRegistry } from "@/api/registries"
import { Icon } from "@/ui/Icon"
import { StateDot } from "@/ui/StateDot"
import { railItem } from "./Rail"

const SHOWN = 8

interface RailProjectsProps {
  entity: string | undefined
  project: string | undefined
}

/** The projects with the latest activity; the one in view is always among them. */
export function RailProjects({ entity, project }: RailProjectsProps) {
  const projects = useQuery(projectsQuery)
  const isCurrent = (one: Project) => one.entity === entity && one.name === project
  const shown = pickProjects(
    (projects.data ?? []).filter((one) => !isRegistry(one) || isCurrent(one)),
    isCurrent,
  )
  if (shown.length === 0) return null
  return (
    <section aria-label="Projects" className="mt-4">
      <h2 className="px-2 pb-1 text-ink-3 text-xs">Projects</h2>
      {shown.map((one) => (
        <Link
          key={`${one.entity}/${one.name}`}
          to="/$entity/$project"
          params={{ entity: one.entity, project: one.name }}
          title={`${one.entity}/${one.name}`}
          className={railItem(isCurrent(one))}
        >
          <Icon name="project" size={14} className="text-ink-3" />
          <span className="min-w-0 flex-1 truncate">{one.name}</span>
          {one.running_count > 0 && (
            <span className="num flex items-center gap-1 text-ink-3 text-xs" title={`${one.running_count} running`}>
              <StateDot state="running" />
              {one.running_count}
            </span>
          )}
        </Link>
      ))}
    </section>
  )
}

export function pickProjects(projects: Project[], isCurrent: (project: Project) => boolean): Project[] {
  const latest = [...projects].sort((one, other) => activityTime(other) - activityTime(one))
  const shown = latest.slice(0, SHOWN)
  const current = latest.find(isCurrent)
  return current && !shown.includes(current) ? [current, ...shown.slice(0, SHOWN - 1)] : shown
}

const activityTime = (project: Project) => Date.parse(project.last_activity_at ?? project.created_at)
