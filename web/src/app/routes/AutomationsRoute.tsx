import { useParams } from "@tanstack/react-router"
import { AutomationsPage } from "@/products/automations/AutomationsPage"

export function AutomationsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <AutomationsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
