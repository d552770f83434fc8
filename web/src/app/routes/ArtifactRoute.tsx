import { useParams } from "@tanstack/react-router"
import { lazy } from "react"
import { VersionPage } from "@/products/artifacts/version/VersionPage"

const Traces = lazy(() =>
  import("@/products/traces/VersionTraces").then((module) => ({ default: module.VersionTraces })),
)

export function ArtifactRoute() {
  const { entity, project, type, collection, version, tab } = useParams({ strict: false }) as Record<string, string>
  const at = { entity, project, collection, version }
  return (
    <VersionPage key={[entity, project, collection, version].join("/")} at={at} type={type} tab={tab} traces={Traces} />
  )
}
