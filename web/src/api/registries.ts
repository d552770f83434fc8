/** Registries in the native API's own words. */
import { queryOptions } from "@tanstack/react-query"
import type { ArtifactVersion, ProjectPath, VersionPath } from "./artifacts"
import { del, get, patch, path, post, put } from "./client"

export interface Registry {
  organization: string
  entity: string
  /** The project that it is, `wandb-registry-<name>`. */
  project: string
  name: string
  description: string | null
  /** Private: the whole organization reads and links. Restricted: those who were given a role. */
  visibility: "private" | "restricted"
  allows_all_types: boolean
  role: "viewer" | "member" | "admin"
  member_count: number
  protected_aliases: string[]
  collection_count: number
  version_count: number
  created_at: string
  updated_at: string
}

/** Registries are projects too, and have pages of their own. */
export const isRegistry = (project: { name: string }): boolean => project.name.startsWith("wandb-registry-")

export interface Organization {
  name: string
  entity: string
  may_create: boolean
}

export interface RegistryDetail extends Registry {
  types: string[]
}

export type GivenRole = "viewer" | "restricted_viewer" | "member" | "admin"

export interface RegistryMembers {
  users: { username: string; name: string; role: GivenRole }[]
  teams: { team: string; role: GivenRole }[]
}

export interface Promotion {
  promotion_id: number
  kind: "linked" | "unlinked" | "alias_given" | "alias_taken"
  alias: string | null
  version: string
  from_version: string | null
  user: string | null
  promoted_at: string
}

export interface NewRegistry {
  organization: string
  name: string
  description?: string
  visibility: Registry["visibility"]
  types: string[]
}

export interface RegistryEdit {
  description?: string
  visibility?: Registry["visibility"]
  allows_all_types?: boolean
  types_to_add?: string[]
  protected_aliases?: string[]
}

type CollectionPath = ProjectPath & { collection: string }

const project = (at: ProjectPath) => path("projects", at.entity, at.project)
const collectionPath = (at: CollectionPath) => project(at) + path("artifacts", at.collection)

export const registriesApi = {
  list: (signal?: AbortSignal) =>
    get<{ registries: Registry[]; organizations: Organization[] }>("/registries", { signal }),
  create: (body: NewRegistry) =>
    post<{ registry: RegistryDetail }>("/registries", { body }).then((answer) => answer.registry),
  get: (at: ProjectPath, signal?: AbortSignal) =>
    get<{ registry: RegistryDetail }>(`${project(at)}/registry`, { signal }).then((answer) => answer.registry),
  edit: (at: ProjectPath, body: RegistryEdit) => patch<unknown>(`${project(at)}/registry`, { body }),
  members: (at: ProjectPath, signal?: AbortSignal) => get<RegistryMembers>(`${project(at)}/members`, { signal }),
  setRole: (at: ProjectPath, kind: "users" | "teams", name: string, role: GivenRole) =>
    put<RegistryMembers>(project(at) + path("members", kind, name), { body: { role } }),
  removeMember: (at: ProjectPath, kind: "users" | "teams", name: string) =>
    del<void>(project(at) + path("members", kind, name)),
  link: (at: CollectionPath, source: VersionPath, aliases: string[]) => {
    const { entity, project: name, collection, version } = source
    return post<{ version: ArtifactVersion }>(`${collectionPath(at)}/links`, {
      body: { entity, project: name, collection, version, aliases },
    }).then((answer) => answer.version)
  },
  promotions: (at: CollectionPath, query: { limit?: number; before?: number | null }, signal?: AbortSignal) =>
    get<{ promotions: Promotion[]; next_before: number | null }>(`${collectionPath(at)}/promotions`, { query, signal }),
}

export const registriesQuery = queryOptions({
  queryKey: ["registries"],
  queryFn: ({ signal }) => registriesApi.list(signal),
})
