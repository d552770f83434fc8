import { useParams } from "@tanstack/react-router"
import { BrowserPage } from "@/products/artifacts/browse/BrowserPage"

export function ArtifactsRoute() {
  const { entity, project, type, collection } = useParams({ strict: false }) as Record<string, string>
  return <BrowserPage key={`${entity}/${project}`} at={{ entity, project }} type={type} collection={collection} />
}
