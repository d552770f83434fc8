import { useQuery } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import { useState } from "react"
import { projectsQuery, sessionQuery } from "@/api"
import { plural } from "@/lib/format"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { NewProjectButton } from "./NewProjectButton"
import { ProjectTable } from "./ProjectTable"
import { Welcome } from "./Welcome"

/** The projects of one user or team. */
export function EntityPage() {
  const { entity } = useParams({ from: "/shell/$entity" })
  const projects = useQuery(projectsQuery)
  const mayCreate = useMayCreate(entity)
  const [search, setSearch] = useState("")
  if (projects.error && !projects.data)
    return <ErrorState error={projects.error} onRetry={() => void projects.refetch()} />
  if (!projects.data) return <SkeletonRows rows={8} className="mx-auto max-w-5xl px-4 py-8" />
  const own = projects.data.filter((project) => project.entity === entity)
  if (own.length === 0 && mayCreate) return <Welcome entity={entity} />
  if (own.length === 0)
    return <EmptyState icon="search" title={entity} text="There is no project here that you may see." />
  return (
    <div className="mx-auto max-w-5xl px-4 py-6">
      <div className="mb-3 flex items-center gap-2">
        <h1 className="flex-1 font-semibold text-lg">
          {entity} <span className="font-normal text-ink-3 text-sm">{plural(own.length, "project")}</span>
        </h1>
        <SearchInput label="Search projects" className="w-56" value={search} onChange={setSearch} />
        {mayCreate && <NewProjectButton entity={entity} />}
      </div>
      <ProjectTable projects={own} search={search} showEntity={false} />
    </div>
  )
}

function useMayCreate(entity: string): boolean {
  const session = useQuery(sessionQuery)
  if (!session.data) return false
  const team = session.data.teams.find((one) => one.name === entity)
  return session.data.user.entity === entity || (team !== undefined && team.role !== "viewer")
}
