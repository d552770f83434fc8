/** Artifacts in the native API's own words. */
import { API_ROOT, del, get, patch, path } from "./client"
import type { RunPath } from "./endpoints"
import type { VersionEdit } from "./generated"
import type { ChangeKind, Json, JsonObject, RunState } from "./types"

export type { ChangeKind, VersionEdit }

export interface ProjectPath {
  entity: string
  project: string
}

/** A version by `v3`, an alias or a digest. */
export interface VersionPath extends ProjectPath {
  collection: string
  version: string
}

export interface ArtifactType {
  name: string
  description: string | null
  collection_count: number
  version_count: number
  created_at: string
}

export interface ArtifactCollection {
  name: string
  type: string
  /** A portfolio holds links to versions of sequences. */
  kind: "sequence" | "portfolio"
  description: string | null
  version_count: number
  latest_version: string | null
  size_bytes: number | null
  file_count: number | null
  aliases: { alias: string; version: string }[]
  tags: string[]
  /** Seconds that versions without a time of their own are kept; null: for ever. */
  ttl_s: number | null
  created_at: string
  updated_at: string
}

/** A version that is not committed. How many files it will have is not known before its end. */
export interface PendingUpload {
  started_at: string
  /** When bytes came last. */
  heard_at: string
  file_count: number
  size_bytes: number
  /** Parts of large files that have come, of those that are announced. */
  part_count: number
  parts_expected: number
  run: RunLink | null
  user: string | null
}

export interface RunLink extends ProjectPath {
  run_id: string
  display_name: string
  state: RunState
  job_type: string | null
  created_at: string
}

/** Where a version that a collection of links holds was logged. */
export interface VersionSource extends ProjectPath {
  collection: string
  version: string
  ref: string
}

/** A version's place in a registry. */
export interface Shelf extends ProjectPath {
  collection: string
  type: string
  version: string
  aliases: string[]
}

export interface ArtifactVersion extends ProjectPath {
  collection: string
  type: string
  version: string
  version_index: number
  ref: string
  state: "pending" | "committed" | "deleted"
  digest: string
  size_bytes: number
  file_count: number
  description: string | null
  aliases: string[]
  tags: string[]
  ttl_s: number | null
  /** `ttl_s` is the collection's. */
  ttl_is_inherited: boolean
  collection_ttl_s: number | null
  history_step: number | null
  created_at: string
  updated_at: string
  /** When it was linked to this collection; null in the one it was logged to. */
  linked_at: string | null
  /** Null in lists when it is large. */
  metadata: JsonObject | null
  run: RunLink | null
  user: string | null
  used_by_count: number
  /** In collections of links only: null when the reader may not see where it was logged. */
  source?: VersionSource | null
  linked_by?: string | null
  alias_moves?: { alias: string; user: string | null; moved_at: string }[]
}

export interface VersionLink extends ProjectPath {
  collection: string
  type: string
  version: string
  is_registry: boolean
  is_source: boolean
  aliases: string[]
  ref: string
}

export interface VersionDetail extends ArtifactVersion {
  used_by: RunLink[]
  links: VersionLink[]
}

export interface FolderEntry {
  kind: "folder"
  name: string
  size_bytes: number
  file_count: number
}

export interface FileEntry {
  kind: "file"
  name: string
  size_bytes: number
  digest: string
  mimetype: string
  reference: string | null
  /** Null for a reference. */
  url: string | null
}

export type Entry = FolderEntry | FileEntry

export interface EntriesPage {
  entries: Entry[]
  total: number
  file_count: number
  size_bytes: number
}

export interface Tensor {
  name: string
  dtype: string
  shape: number[]
  value_count: number
  size_bytes: number
}

export interface TensorFile {
  tensors: Tensor[]
  value_count: number
  metadata: Record<string, string>
}

export interface FileChange {
  name: string
  kind: ChangeKind
  before: FileEntry | null
  after: FileEntry | null
  size_delta: number
}

export interface ValueChange {
  path: string
  kind: ChangeKind
  before: Json
  after: Json
}

export interface VersionDiff {
  base: ArtifactVersion
  version: ArtifactVersion
  files: FileChange[]
  total: number
  counts: Record<ChangeKind | "same", number>
  size_delta: number
  metadata: ValueChange[]
}

interface NodePlace extends ProjectPath {
  node_id: string
  level: number
  cluster: number | null
  hidden_count: number
}

export interface RunNode extends NodePlace {
  kind: "run"
  run_id: string
  display_name: string
  state: RunState
  job_type: string | null
  created_at: string
}

export interface VersionNode extends NodePlace {
  kind: "version"
  collection: string
  type: string
  version: string
  aliases: string[]
  size_bytes: number
  file_count: number
  created_at: string
  ref: string
  registries: Shelf[]
}

/** All spans of a project that used a version: by its own name, or (`alias`) by one that is on it since then, in ms. */
export interface SpansNode extends NodePlace {
  kind: "spans"
  spans: number
  errors: number
  last_at: number
  refs: string[]
  alias: string
  since: number | null
}

export type LineageNode = RunNode | VersionNode | SpansNode

export interface Lineage {
  start: string
  nodes: LineageNode[]
  edges: { source: string; target: string }[]
  truncated: boolean
}

const project = (at: ProjectPath) => path("projects", at.entity, at.project)
const collectionPath = (at: ProjectPath & { collection: string }) => project(at) + path("artifacts", at.collection)
const versionPath = (at: VersionPath) => collectionPath(at) + path("versions", at.version)
const filePath = (name: string) => name.split("/").map(encodeURIComponent).join("/")

export interface LineageQuery {
  depth?: number
  nodes?: number
  generated?: boolean
}

export const artifactsApi = {
  types: (at: ProjectPath, signal?: AbortSignal) =>
    get<{ types: ArtifactType[] }>(`${project(at)}/artifact-types`, { signal }).then((body) => body.types),
  collections: (
    at: ProjectPath,
    query: { type?: string; search?: string; tag?: string; limit?: number; cursor?: string | null },
    signal?: AbortSignal,
  ) =>
    get<{ collections: ArtifactCollection[]; total: number; next_cursor: string | null }>(`${project(at)}/artifacts`, {
      query,
      signal,
    }),
  collection: (at: ProjectPath & { collection: string }, signal?: AbortSignal) =>
    get<{ collection: ArtifactCollection }>(collectionPath(at), { signal }).then((body) => body.collection),
  editCollection: (
    at: ProjectPath & { collection: string },
    body: { description?: string; ttl_s?: number; tags_to_add?: string[]; tags_to_delete?: string[] },
  ) => patch<unknown>(collectionPath(at), { body }),
  versions: (
    at: ProjectPath & { collection: string },
    query: { search?: string; limit?: number; before?: number | null },
    signal?: AbortSignal,
  ) =>
    get<{ versions: ArtifactVersion[]; total: number; next_before: number | null }>(`${collectionPath(at)}/versions`, {
      query,
      signal,
    }),
  uploads: (at: ProjectPath & { collection: string }, signal?: AbortSignal) =>
    get<{ uploads: PendingUpload[] }>(`${collectionPath(at)}/uploads`, { signal }).then((body) => body.uploads),
  version: (at: VersionPath, signal?: AbortSignal) =>
    get<{ version: VersionDetail }>(versionPath(at), { signal }).then((body) => body.version),
  editVersion: (at: VersionPath, body: VersionEdit) => patch<unknown>(versionPath(at), { body }),
  deleteVersion: (at: VersionPath, evenWithAliases: boolean) =>
    del<void>(`${versionPath(at)}${evenWithAliases ? "?even_with_aliases=1" : ""}`),
  entries: (
    at: VersionPath,
    query: { prefix?: string; search?: string; name?: string; offset?: number; limit?: number },
    signal?: AbortSignal,
  ) => get<EntriesPage>(`${versionPath(at)}/files`, { query, signal }),
  tensors: (at: VersionPath, name: string, signal?: AbortSignal) =>
    get<TensorFile>(`${versionPath(at)}/tensors/${filePath(name)}`, { signal }),
  diff: (
    at: VersionPath,
    query: { base: string; kind?: ChangeKind; search?: string; offset?: number; limit?: number },
    signal?: AbortSignal,
  ) => get<VersionDiff>(`${versionPath(at)}/diff`, { query, signal }),
  lineage: (at: VersionPath, query: LineageQuery, signal?: AbortSignal) =>
    get<Lineage>(`${versionPath(at)}/lineage`, { query: { ...query }, signal }),
  runLineage: (at: RunPath, query: LineageQuery, signal?: AbortSignal) =>
    get<Lineage>(`${project(at)}${path("runs", at.run)}/lineage`, { query: { ...query }, signal }),
  ofRun: (at: RunPath, signal?: AbortSignal) =>
    get<{ inputs: ArtifactVersion[]; outputs: ArtifactVersion[] }>(`${project(at)}${path("runs", at.run)}/artifacts`, {
      signal,
    }),

  /** Address of one file's bytes, for `src`, links and fetch. */
  fileUrl: (at: VersionPath, name: string, options: { download?: boolean } = {}) =>
    `${API_ROOT}${versionPath(at)}/files/${filePath(name)}${options.download ? "?download=1" : ""}`,
}
