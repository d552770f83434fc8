import { useParams } from "@tanstack/react-router"
import { LaunchPage } from "@/products/launch/LaunchPage"

export function LaunchRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <LaunchPage key={`${entity}/${project}`} entity={entity} project={project} />
}
