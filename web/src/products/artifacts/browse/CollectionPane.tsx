import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { isApiError, useProjectRole } from "@/api"
import { type ArtifactCollection, artifactsApi, type ProjectPath } from "@/api/artifacts"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { Icon } from "@/ui/Icon"
import { NameChips } from "@/ui/NameChips"
import { SkeletonRows } from "@/ui/Skeleton"
import { typePage } from "../address"
import { artifactsKey, collectionQuery } from "../queries"
import { TtlField } from "../ttl/TtlField"
import { UploadsStrip } from "./UploadsStrip"
import { VersionList } from "./VersionList"

/** One collection: what it is, and its versions. */
export function CollectionPane({ at }: { at: ProjectPath & { collection: string } }) {
  const found = useQuery(collectionQuery(at))
  if (isApiError(found.error, 404))
    return <EmptyState icon="search" title="No such collection" text={found.error.message} />
  if (found.error && !found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonRows className="p-5" />
  return (
    <div className="flex h-full flex-col">
      <Header at={at} found={found.data} />
      <UploadsStrip at={at} />
      <VersionList at={at} type={found.data.type} />
    </div>
  )
}

function Header({ at, found }: { at: ProjectPath & { collection: string }; found: ArtifactCollection }) {
  const queryClient = useQueryClient()
  const { mayWrite } = useProjectRole(at.entity, at.project)
  const edit = useMutation({
    mutationFn: (body: { ttl_s?: number; tags_to_add?: string[]; tags_to_delete?: string[] }) =>
      artifactsApi.editCollection(at, body),
    onSettled: () => queryClient.invalidateQueries({ queryKey: artifactsKey(at) }),
  })
  return (
    <header className="shrink-0 border-line border-b bg-surface px-4 pt-2.5 pb-2">
      <div className="flex items-center gap-1.5">
        <Link {...typePage({ ...at, type: found.type })} className="text-ink-2 hover:text-ink hover:underline">
          {found.type}
        </Link>
        <Icon name="chevronRight" size={12} className="text-ink-3" />
        <h1 className="min-w-0 truncate font-semibold text-lg">{found.name}</h1>
        {found.kind === "portfolio" && (
          <span
            className="rounded bg-sunken px-1.5 text-ink-2 text-sm"
            title="Holds links to versions of other collections"
          >
            links
          </span>
        )}
      </div>
      {found.kind === "sequence" && (
        <p className="mt-0.5 text-ink-2">
          <span className="text-ink-3">Time to live</span>{" "}
          <TtlField ttlS={found.ttl_s} onChange={mayWrite ? (ttl_s) => edit.mutate({ ttl_s }) : undefined} />
        </p>
      )}
      {found.description && <p className="mt-0.5 text-ink-2">{found.description}</p>}
      <NameChips
        noun="tag"
        names={found.tags}
        onAdd={mayWrite ? (tag) => edit.mutate({ tags_to_add: [tag] }) : undefined}
        onRemove={mayWrite ? (tag) => edit.mutate({ tags_to_delete: [tag] }) : undefined}
      />
    </header>
  )
}
