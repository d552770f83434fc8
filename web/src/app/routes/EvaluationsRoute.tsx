import { useParams } from "@tanstack/react-router"
import { EvaluationsPage } from "@/products/evaluations/EvaluationsPage"

export function EvaluationsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <EvaluationsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
