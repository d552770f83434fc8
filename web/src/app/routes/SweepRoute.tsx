import { useParams } from "@tanstack/react-router"
import { SweepPage } from "@/products/sweeps/SweepPage"

export function SweepRoute() {
  const { entity, project, sweep } = useParams({ strict: false }) as Record<string, string>
  return <SweepPage key={`${entity}/${project}/${sweep}`} at={{ entity, project, sweep }} />
}
