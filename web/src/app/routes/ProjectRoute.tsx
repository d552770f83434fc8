import { useParams } from "@tanstack/react-router"
import { WorkspacePage } from "@/products/workspace/WorkspacePage"

export function ProjectRoute() {
  const { entity, project } = useParams({ from: "/shell/$entity/$project" })
  return <WorkspacePage key={`${entity}/${project}`} entity={entity} project={project} />
}
