import { useParams } from "@tanstack/react-router"
import { SqlPage } from "@/products/sql/SqlPage"

export function SqlRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <SqlPage key={`${entity}/${project}`} entity={entity} project={project} />
}
