import { useParams } from "@tanstack/react-router"
import { ObjectsPage } from "@/products/objects/ObjectsPage"

export function ObjectsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <ObjectsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
