import { useParams } from "@tanstack/react-router"
import { TracePage } from "@/products/traces/TracePage"

export function TraceRoute() {
  const { entity, project, trace } = useParams({ strict: false }) as Record<string, string>
  return <TracePage key={`${entity}/${project}/${trace}`} at={{ entity, project, trace }} />
}
