import { useParams } from "@tanstack/react-router"
import { ReportsPage } from "@/products/reports/page/ReportsPage"

export function ReportsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <ReportsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
