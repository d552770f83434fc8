import { get, path, post, put } from "./client"
import type * as made from "./generated"

export type Mapping = made.MappingAnswer
export type MappingJob = made.MappingJob
export type MappingVersion = made.MappingVersion
export type MappingPreview = made.PreviewAnswer
export type UnmappedKey = made.UnmappedRow

const place = (entity: string, project: string) => path("projects", entity, project, "span-mapping")

/** By what the spans of a project are understood. */
export const mappingApi = {
  get: (entity: string, project: string, signal?: AbortSignal) => get<Mapping>(place(entity, project), { signal }),
  versions: (entity: string, project: string, signal?: AbortSignal) =>
    get<made.MappingVersions>(`${place(entity, project)}/versions`, { signal }),
  save: (entity: string, project: string, document: string, after: number) =>
    put<MappingVersion>(place(entity, project), { body: { document, after } }),
  preview: (entity: string, project: string, document: string, signal?: AbortSignal) =>
    post<MappingPreview>(`${place(entity, project)}/preview`, { body: { document }, signal }),
  reapply: (entity: string, project: string) => post<MappingJob>(`${place(entity, project)}/reapply`),
  unmapped: (entity: string, project: string, signal?: AbortSignal) =>
    get<made.UnmappedAnswer>(`${place(entity, project)}/unmapped`, { signal }),
}
