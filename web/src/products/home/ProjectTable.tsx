import { Link } from "@tanstack/react-router"
import { useRef } from "react"
import type { Project } from "@/api"
import { formatCount, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { RelativeTime } from "@/ui/RelativeTime"
import { Sparkline } from "@/ui/Sparkline"
import { StateDot } from "@/ui/StateDot"
import { useFocusList } from "@/ui/useFocusList"

interface ProjectTableProps {
  projects: Project[]
  search: string
  showEntity?: boolean
}

export function ProjectTable({ projects, search, showEntity = true }: ProjectTableProps) {
  const list = useRef<HTMLUListElement>(null)
  const shown = matchProjects(projects, search)
  useFocusList(list, "Projects")
  if (shown.length === 0) return <p className="py-8 text-center text-ink-3">No project fits “{search}”.</p>
  return (
    <ul ref={list} className="overflow-hidden rounded-lg border border-line bg-surface">
      {shown.map((project) => (
        <ProjectRow key={`${project.entity}/${project.name}`} project={project} showEntity={showEntity} />
      ))}
    </ul>
  )
}

function ProjectRow({ project, showEntity }: { project: Project; showEntity: boolean }) {
  const created = project.activity.reduce((sum, runs) => sum + runs, 0)
  return (
    <li className="border-line not-first:border-t">
      <Link
        data-item
        to="/$entity/$project"
        params={{ entity: project.entity, project: project.name }}
        className="grid grid-cols-[1fr_auto] items-center gap-x-6 px-4 py-2.5 -outline-offset-2 hover:bg-hover md:grid-cols-[1fr_110px_90px_130px_110px]"
      >
        <div className="min-w-0">
          <div className="flex items-center gap-2">
            <span className="truncate font-medium">
              {showEntity && <span className="font-normal text-ink-3">{project.entity} / </span>}
              {project.name}
            </span>
            {project.visibility !== "private" && (
              <Badge>{project.visibility === "shared_read" ? "shared" : "shared, writable"}</Badge>
            )}
          </div>
          {project.description && <div className="truncate text-ink-3 text-sm">{project.description}</div>}
        </div>
        <div className="text-right">
          {project.running_count > 0 && (
            <span className="num inline-flex items-center gap-1.5 text-accent text-sm">
              <StateDot state="running" />
              {project.running_count} running
            </span>
          )}
        </div>
        <div className="num hidden text-right text-ink-2 text-sm md:block" title={plural(project.run_count, "run")}>
          {formatCount(project.run_count)} {project.run_count === 1 ? "run" : "runs"}
        </div>
        <div className="hidden md:block">
          <Sparkline values={project.activity} height={22} label={`${plural(created, "run")} in the last 30 days`} />
        </div>
        <div className="hidden text-right text-ink-3 text-sm md:block">
          <RelativeTime at={project.last_activity_at ?? project.created_at} />
        </div>
      </Link>
    </li>
  )
}

export function matchProjects(projects: Project[], search: string): Project[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const latest = (project: Project) => Date.parse(project.last_activity_at ?? project.created_at)
  return projects
    .filter((project) => {
      const text = `${project.entity}/${project.name} ${project.description ?? ""}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    .sort((one, other) => latest(other) - latest(one))
}
