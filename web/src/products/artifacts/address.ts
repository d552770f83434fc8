import type { ArtifactVersion, ProjectPath } from "@/api/artifacts"

export const VERSION_TABS = ["overview", "files", "versions", "diff", "lineage", "traces"] as const
export type VersionTab = (typeof VERSION_TABS)[number]

type Named = ProjectPath & Pick<ArtifactVersion, "type" | "collection" | "version">

/** The page of a version, as a router link takes it. */
export const versionPage = (at: Named) => ({
  to: "/$entity/$project/artifacts/$type/$collection/$version" as const,
  params: paramsOf(at),
})

/** One tab of it. */
export const versionTab = (at: Named, tab: VersionTab) => ({
  to: "/$entity/$project/artifacts/$type/$collection/$version/$tab" as const,
  params: { ...paramsOf(at), tab },
})

/** The browser with a collection open. */
export const collectionPage = (at: ProjectPath & { type: string; collection: string }) => ({
  to: "/$entity/$project/artifacts/$type/$collection" as const,
  params: { entity: at.entity, project: at.project, type: at.type, collection: at.collection },
})

export const typePage = (at: ProjectPath & { type: string }) => ({
  to: "/$entity/$project/artifacts/$type" as const,
  params: { entity: at.entity, project: at.project, type: at.type },
})

const paramsOf = ({ entity, project, type, collection, version }: Named) => ({
  entity,
  project,
  type,
  collection,
  version,
})
