import { useParams } from "@tanstack/react-router"
import { SweepsPage } from "@/products/sweeps/SweepsPage"

export function SweepsRoute() {
  const { entity, project } = useParams({ strict: false }) as Record<string, string>
  return <SweepsPage key={`${entity}/${project}`} entity={entity} project={project} />
}
