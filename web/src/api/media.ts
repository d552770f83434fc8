import { get, path } from "./client"
import type { MediaOfRun, MediaOfRuns } from "./generated"

export type { CustomChart } from "./generated"
export type RunMedia = MediaOfRun

export interface ArtifactObject {
  name: string
  size_bytes: number
  /** Null for a reference to somewhere else. */
  url: string | null
  /** What stands before the names of the other files of the same version. */
  files_url: string
}

export const mediaApi = {
  /** What several runs logged; a run that is not there is left out. */
  ofRuns: (entity: string, project: string, runs: readonly string[], signal?: AbortSignal) => {
    const query = runs.map((run) => `run=${encodeURIComponent(run)}`).join("&")
    const address = `${path("projects", entity, project)}/media?${query}`
    return get<MediaOfRuns>(address, { signal }).then((body) => body.runs)
  },
  /** Where the file is that a logged value names by the client's own address of it. */
  artifactObject: (entity: string, project: string, address: string, signal?: AbortSignal) =>
    get<ArtifactObject>(`${path("projects", entity, project)}/artifact-objects`, { query: { path: address }, signal }),
}
