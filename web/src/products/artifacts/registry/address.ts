import type { Registry } from "@/api/registries"

type Named = Pick<Registry, "organization" | "name">

/** The page of a registry, as a router link takes it. The address is the one that wandb clients print. */
export const registryPage = ({ organization, name }: Named) => ({
  to: "/orgs/$organization/registry/$registry" as const,
  params: { organization, registry: name },
})

/** A collection in a registry. */
export const registeredPage = ({ organization, name }: Named, collection: string) => ({
  to: "/orgs/$organization/registry/$registry/$collection" as const,
  params: { organization, registry: name, collection },
})

/** The collection in `selectionPath=<entity>/<project>/<collection>` of an address that a client printed. */
export function collectionIn(selectionPath: string | undefined): string | null {
  const [, , ...name] = (selectionPath ?? "").split("/")
  return name.join("/") || null
}
