import { useParams } from "@tanstack/react-router"
import { TracesPage } from "@/products/traces/TracesPage"

export function TracesRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <TracesPage key={`${entity}/${project}`} entity={entity} project={project} />
}
