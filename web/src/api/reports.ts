import { queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post, put } from "./client"

export interface ReportRow {
  report_id: number
  title: string
  description: string
  author: string
  saved_by: string
  /** Not published: its author alone sees it. */
  draft: boolean
  /** The caller has begun to change it. */
  has_draft: boolean
  version: number
  created_at: string
  updated_at: string
}

/** What somebody has written: the document is JSON text, in the words of wandb's report package. */
export interface ReportText {
  title: string
  description: string
  spec: string
}

export interface ReportDraft extends ReportText {
  base_version: number
  saved_at: string
}

export interface ReportDetail extends ReportRow {
  spec: string
  own_draft: ReportDraft | null
}

export interface ReportVersion {
  version: number
  title: string
  description: string
  saved_by: string
  saved_at: string
  spec: string | null
}

export interface ReportPath {
  entity: string
  project: string
  report: number
}

const listPath = (entity: string, project: string) => path("projects", entity, project, "reports")
const reportPath = (at: ReportPath) => listPath(at.entity, at.project) + path(at.report)

export const reportsApi = {
  create: (entity: string, project: string, body: ReportText & { draft: boolean }) =>
    post<ReportDetail>(listPath(entity, project), { body }),
  save: (at: ReportPath, body: Partial<ReportText> & { base_version: number; draft?: boolean }) =>
    patch<ReportDetail>(reportPath(at), { body }),
  delete: (at: ReportPath) => del<void>(reportPath(at)),
  saveDraft: (at: ReportPath, body: ReportText & { base_version: number }) =>
    put<ReportDraft>(`${reportPath(at)}/draft`, { body }),
  discardDraft: (at: ReportPath) => del<void>(`${reportPath(at)}/draft`),
  version: (at: ReportPath, version: number) => get<ReportVersion>(`${reportPath(at)}/versions${path(version)}`),
}

export const reportsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: ["reports", entity, project],
    queryFn: ({ signal }) => get<{ reports: ReportRow[] }>(listPath(entity, project), { signal }),
  })

export const reportQuery = (at: ReportPath) =>
  queryOptions({
    queryKey: ["report", at],
    queryFn: ({ signal }) => get<ReportDetail>(reportPath(at), { signal }),
  })

export const reportVersionsQuery = (at: ReportPath) =>
  queryOptions({
    queryKey: ["report versions", at],
    queryFn: ({ signal }) => get<{ versions: ReportVersion[] }>(`${reportPath(at)}/versions`, { signal }),
  })
