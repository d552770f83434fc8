import { useParams } from "@tanstack/react-router"
import { EvaluationPage } from "@/products/evaluations/EvaluationPage"

export function EvaluationRoute() {
  const { entity, project, call } = useParams({ strict: false }) as Record<string, string>
  return <EvaluationPage key={`${entity}/${project}/${call}`} entity={entity} project={project} call={call} />
}
