import { api, type RunPath } from "@/api"

/** Where the files lie that a logged value names: beside a run, or in a version of an artifact. */
export interface FileSource {
  entity: string
  project: string
  urlOf: (path: string) => string
}

export const runFiles = (at: RunPath): FileSource => ({
  entity: at.entity,
  project: at.project,
  urlOf: (path) => api.fileUrl(at, path),
})
