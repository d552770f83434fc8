import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { projectsQuery, sessionQuery } from "@/api"
import { isRegistry } from "@/api/registries"
import { ErrorState } from "@/ui/ErrorState"
import { SearchInput } from "@/ui/SearchInput"
import { SkeletonRows } from "@/ui/Skeleton"
import { NewProjectButton } from "./NewProjectButton"
import { ProjectTable } from "./ProjectTable"
import { Welcome } from "./Welcome"

/** All projects that the person may see, the latest activity first. */
export function HomePage() {
  const session = useQuery(sessionQuery)
  const projects = useQuery({
    ...projectsQuery,
    // The first run makes the first project: whoever waits for it should not wait long.
    refetchInterval: ({ state }) => (state.data?.length === 0 ? 3_000 : 15_000),
  })
  const [search, setSearch] = useState("")
  const entity = session.data?.user.entity ?? ""
  if (projects.error && !projects.data)
    return <ErrorState error={projects.error} onRetry={() => void projects.refetch()} />
  if (!projects.data) return <SkeletonRows rows={8} className="mx-auto max-w-5xl px-4 py-8" />
  const shown = projects.data.filter((project) => !isRegistry(project))
  if (shown.length === 0) return <Welcome entity={entity} />
  return (
    <div className="mx-auto max-w-5xl px-4 py-6">
      <div className="mb-3 flex items-center gap-2">
        <h1 className="flex-1 font-semibold text-lg">Projects</h1>
        <SearchInput label="Search projects" className="w-56" value={search} onChange={setSearch} />
        <NewProjectButton entity={entity} />
      </div>
      <ProjectTable projects={shown} search={search} />
    </div>
  )
}
