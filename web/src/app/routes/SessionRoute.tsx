import { useParams } from "@tanstack/react-router"
import { SessionPage } from "@/products/traces/sessions/SessionPage"

export function SessionRoute() {
  const { entity, project, session } = useParams({ strict: false }) as Record<string, string>
  return <SessionPage key={`${entity}/${project}/${session}`} entity={entity} project={project} session={session} />
}
