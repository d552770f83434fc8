import { useParams } from "@tanstack/react-router"
import { JobsPage } from "@/products/launch/jobs/JobsPage"

export function JobsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <JobsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
