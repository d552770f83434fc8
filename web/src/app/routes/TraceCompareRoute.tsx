import { useParams } from "@tanstack/react-router"
import { ComparePage } from "@/products/traces/compare/ComparePage"

export function TraceCompareRoute() {
  const { entity, project, trace, other } = useParams({ strict: false }) as Record<string, string>
  return (
    <ComparePage
      key={`${entity}/${project}/${trace}/${other}`}
      one={{ entity, project, trace }}
      other={{ entity, project, trace: other }}
    />
  )
}
