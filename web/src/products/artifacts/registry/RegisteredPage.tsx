import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { isApiError } from "@/api"
import { type ArtifactCollection, artifactsApi } from "@/api/artifacts"
import type { Registry } from "@/api/registries"
import { Card } from "@/ui/Card"
import { EmptyState, Snippet } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { NameChips } from "@/ui/NameChips"
import { SkeletonRows } from "@/ui/Skeleton"
import { artifactsKey, collectionQuery } from "../queries"
import { DescriptionCard } from "../version/DescriptionCard"
import { registryPage } from "./address"
import { HistoryCard } from "./HistoryCard"
import { PromotedVersions } from "./PromotedVersions"
import { useRegistryOf } from "./queries"
import { NoRegistry } from "./RegistryPage"
import { registeredSnippet } from "./snippets"

interface RegisteredPageProps {
  organization: string
  name: string
  collection: string
}

/** One collection of a registry: its versions, their names, and how they came here. */
export function RegisteredPage({ organization, name, collection }: RegisteredPageProps) {
  const { listed, registry } = useRegistryOf(organization, name)
  if (listed.error && !listed.data) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />
  if (registry === undefined) return <SkeletonRows className="p-5" />
  if (registry === null) return <NoRegistry organization={organization} name={name} />
  return <Registered registry={registry} collection={collection} />
}

function Registered({ registry, collection }: { registry: Registry; collection: string }) {
  const at = { entity: registry.entity, project: registry.project, collection }
  const found = useQuery(collectionQuery(at))
  const client = useQueryClient()
  const edit = useMutation({
    mutationFn: (body: Parameters<typeof artifactsApi.editCollection>[1]) => artifactsApi.editCollection(at, body),
    onSettled: () => client.invalidateQueries({ queryKey: artifactsKey(at) }),
  })
  if (isApiError(found.error, 404))
    return <EmptyState icon="search" title="No such collection" text={found.error.message} />
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  const mayWrite = registry.role !== "viewer"
  return (
    <div className="flex h-full flex-col overflow-auto">
      <Header registry={registry} found={found.data} onEdit={mayWrite ? edit.mutate : undefined} />
      <div className="grid gap-4 p-4 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0 space-y-4">
          <PromotedVersions registry={registry} at={at} />
          <Card title="Use it">
            <Snippet code={registeredSnippet(registry, collection, bestAlias(found.data))} />
          </Card>
        </div>
        <div className="min-w-0 space-y-4">
          <DescriptionCard
            text={found.data.description ?? ""}
            empty="What are these versions good for, and when is one promoted?"
            onSave={mayWrite ? (description) => edit.mutate({ description }) : undefined}
          />
          <HistoryCard at={at} />
        </div>
      </div>
    </div>
  )
}

interface HeaderProps {
  registry: Registry
  found: ArtifactCollection
  onEdit?: (change: { tags_to_add?: string[]; tags_to_delete?: string[] }) => void
}

function Header({ registry, found, onEdit }: HeaderProps) {
  return (
    <header className="shrink-0 border-line border-b bg-surface px-4 pt-2.5 pb-2">
      <div className="flex items-center gap-1.5">
        <Link {...registryPage(registry)} className="text-ink-2 hover:text-ink hover:underline">
          {registry.name}
        </Link>
        <Icon name="chevronRight" size={12} className="text-ink-3" />
        <h1 className="min-w-0 truncate font-semibold text-lg">{found.name}</h1>
        <span className="rounded bg-sunken px-1.5 text-ink-2 text-sm">{found.type}</span>
      </div>
      {onEdit ? (
        <NameChips
          noun="tag"
          names={found.tags}
          onAdd={(tag) => onEdit({ tags_to_add: [tag] })}
          onRemove={(tag) => onEdit({ tags_to_delete: [tag] })}
        />
      ) : (
        <p className="mt-1 text-ink-2 text-sm">{found.tags.join(", ")}</p>
      )}
    </header>
  )
}

/** The name that the snippet asks for: one that was given on purpose, if there is one. */
function bestAlias(found: ArtifactCollection): string {
  const names = found.aliases.map((one) => one.alias)
  return names.find((name) => name === "production") ?? names.find((name) => name !== "latest") ?? "latest"
}
