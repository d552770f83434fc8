import { useParams } from "@tanstack/react-router"
import { CallPage } from "@/products/traces/CallPage"

export function CallRoute() {
  const { entity, project, call } = useParams({ strict: false }) as Record<string, string>
  return <CallPage key={call} entity={entity} project={project} call={call} />
}
