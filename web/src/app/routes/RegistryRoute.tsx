import { useParams } from "@tanstack/react-router"
import { RegisteredPage } from "@/products/artifacts/registry/RegisteredPage"
import { RegistryPage } from "@/products/artifacts/registry/RegistryPage"

/** A registry, or one of its collections. */
export function RegistryRoute() {
  const { organization, registry, collection } = useParams({ strict: false }) as Record<string, string>
  const key = `${organization}/${registry}`
  if (!collection) return <RegistryPage key={key} organization={organization} name={registry} />
  return (
    <RegisteredPage key={`${key}/${collection}`} organization={organization} name={registry} collection={collection} />
  )
}
