import { useParams } from "@tanstack/react-router"
import { lazy } from "react"
import { RunPage } from "@/products/run/RunPage"

const Charts = lazy(() =>
  import("@/products/reports/add/ReportableCanvas").then((module) => ({ default: module.ReportableCanvas })),
)

const Artifacts = lazy(() =>
  import("@/products/artifacts/RunArtifacts").then((module) => ({ default: module.RunArtifacts })),
)
const Lineage = lazy(() =>
  import("@/products/artifacts/lineage/RunLineage").then((module) => ({ default: module.RunLineage })),
)
const Traces = lazy(() => import("@/products/traces/RunTraces").then((module) => ({ default: module.RunTraces })))
const PARTS = { charts: Charts, artifacts: Artifacts, lineage: Lineage, traces: Traces }

export function RunRoute() {
  const { entity, project, run, tab } = useParams({ strict: false }) as Record<string, string>
  return <RunPage key={`${entity}/${project}/${run}`} at={{ entity, project, run }} tab={tab} parts={PARTS} />
}
