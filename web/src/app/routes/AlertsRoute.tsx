import { useParams } from "@tanstack/react-router"
import { AlertsPage } from "@/products/automations/alerts/AlertsPage"

export function AlertsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <AlertsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
