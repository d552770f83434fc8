import { useParams } from "@tanstack/react-router"
import { VersionPage } from "@/products/artifacts/version/VersionPage"

export function ArtifactRoute() {
  const { entity, project, type, collection, version, tab } = useParams({ strict: false }) as Record<string, string>
  const at = { entity, project, collection, version }
  return <VersionPage key={[entity, project, collection, version].join("/")} at={at} type={type} tab={tab} />
}
