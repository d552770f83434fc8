import { useQuery } from "@tanstack/react-query"
import type { ProjectPath } from "@/api/artifacts"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { typesQuery } from "../queries"
import { ArtifactTree } from "./ArtifactTree"
import { CollectionPane } from "./CollectionPane"
import { NoArtifacts } from "./NoArtifacts"
import { TypePane } from "./TypePane"

interface BrowserPageProps {
  at: ProjectPath
  type: string | undefined
  collection: string | undefined
}

/** All artifacts of a project: types, their collections, and the versions of the one that is open. */
export function BrowserPage({ at, type, collection }: BrowserPageProps) {
  const types = useQuery({ ...typesQuery(at), refetchInterval: 30_000 })
  const [url, change] = useUrlState()
  if (types.error && !types.data) return <ErrorState error={types.error} onRetry={() => void types.refetch()} />
  if (!types.data) return <SkeletonRows className="p-5" />
  if (types.data.every((one) => one.collection_count === 0)) return <NoArtifacts at={at} />
  const open = type ?? types.data.find((one) => one.collection_count > 0)?.name ?? types.data[0].name
  return (
    <div className="flex h-full">
      <ArtifactTree
        at={at}
        types={types.data}
        open={open}
        collection={collection}
        search={url.q ?? ""}
        onSearch={(q) => change({ q })}
      />
      <div className={`min-w-0 flex-1 ${collection ? "" : "max-md:hidden"}`}>
        {collection ? (
          <CollectionPane key={collection} at={{ ...at, collection }} />
        ) : (
          <TypePane key={open} at={at} type={open} search={url.q ?? ""} />
        )}
      </div>
    </div>
  )
}
