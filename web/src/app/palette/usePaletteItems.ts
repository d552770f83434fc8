import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useNavigate, useParams } from "@tanstack/react-router"
import { useState } from "react"
import { api, type Project, projectsQuery, type RunRow } from "@/api"
import { type Command, listCommands } from "@/ui/commands"
import { rankAll } from "./rank"

export interface PaletteGroup {
  heading: string
  items: Command[]
}

/** Commands of the page, projects, and the runs of the present project that fit the text. */
export function usePaletteItems(query: string): { groups: PaletteGroup[]; searching: boolean } {
  const [commands] = useState(() => listCommands().filter((command) => !command.quiet))
  const projects = useProjectCommands()
  const runs = useRunCommands(query)
  const textOf = (command: Command) => `${command.label} ${command.hint ?? ""}`
  const found = rankAll(commands, query, (command) => `${command.label} ${command.group}`, query ? 8 : 40)
  const groups: PaletteGroup[] = [
    ...byGroup(found),
    { heading: "Projects", items: rankAll(projects, query, textOf, query ? 8 : 5) },
    { heading: "Runs", items: runs.items },
  ]
  return { groups: groups.filter((group) => group.items.length > 0), searching: runs.searching }
}

function byGroup(commands: Command[]): PaletteGroup[] {
  const headings = [...new Set(commands.map((command) => command.group))]
  return headings.map((heading) => ({ heading, items: commands.filter((command) => command.group === heading) }))
}

function useProjectCommands(): Command[] {
  const navigate = useNavigate()
  const projects = useQuery(projectsQuery)
  return (projects.data ?? []).map((project: Project) => ({
    label: project.name,
    hint: project.entity,
    group: "Projects",
    icon: "project",
    run: () => void navigate({ to: "/$entity/$project", params: { entity: project.entity, project: project.name } }),
  }))
}

function useRunCommands(query: string): { items: Command[]; searching: boolean } {
  const navigate = useNavigate()
  const { entity = "", project = "" } = useParams({ strict: false }) as Record<string, string | undefined>
  const text = query.trim()
  const runs = useQuery({
    queryKey: ["palette-runs", entity, project, text],
    enabled: Boolean(entity && project && text),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.searchRuns(entity, project, { filter: nameFilter(text), columns: [], limit: 8 }, signal),
  })
  const open = (run: RunRow) =>
    void navigate({ to: "/$entity/$project/runs/$run", params: { entity, project, run: run.run_id } })
  const found = text ? (runs.data?.runs ?? []) : []
  const items = found.map(
    (run): Command => ({
      label: run.display_name,
      hint: run.run_id,
      group: "Runs",
      icon: "chart",
      run: () => open(run),
    }),
  )
  return { items, searching: runs.isFetching }
}

const nameFilter = (value: string) => ({
  or: [
    { field: "display_name", op: "contains" as const, value },
    { field: "name", op: "contains" as const, value },
  ],
})
