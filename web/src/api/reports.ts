import { queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post, put } from "./client"
import type * as made from "./generated"

export type { ReportDetail, ReportRow, SharedReport } from "./generated"

export type ReportDraft = made.SavedDraft
export type ReportLink = made.LinkRow
export type ReportVersion = made.VersionRow

/** What somebody has written: the document is JSON text, in the words of wandb's report package. */
export type ReportText = Pick<made.ReportDetail, "title" | "description" | "spec">

export interface ReportPath {
  entity: string
  project: string
  report: number
}

const listPath = (entity: string, project: string) => path("projects", entity, project, "reports")
const reportPath = (at: ReportPath) => listPath(at.entity, at.project) + path(at.report)

export const reportsApi = {
  create: (entity: string, project: string, body: ReportText & { draft: boolean }) =>
    post<made.ReportDetail>(listPath(entity, project), { body }),
  save: (at: ReportPath, body: Partial<ReportText> & { base_version: number; draft?: boolean }) =>
    patch<made.ReportDetail>(reportPath(at), { body }),
  delete: (at: ReportPath) => del<void>(reportPath(at)),
  saveDraft: (at: ReportPath, body: ReportText & { base_version: number }) =>
    put<ReportDraft>(`${reportPath(at)}/draft`, { body }),
  discardDraft: (at: ReportPath) => del<void>(`${reportPath(at)}/draft`),
  makeLink: (at: ReportPath, days: number) => post<ReportLink>(`${reportPath(at)}/links`, { body: { days } }),
  revokeLink: (at: ReportPath, linkId: number) => del<void>(`${reportPath(at)}/links${path(linkId)}`),
  version: (at: ReportPath, version: number) => get<ReportVersion>(`${reportPath(at)}/versions${path(version)}`),
}

export const reportsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: ["reports", entity, project],
    queryFn: ({ signal }) => get<{ reports: made.ReportRow[] }>(listPath(entity, project), { signal }),
  })

export const reportQuery = (at: ReportPath) =>
  queryOptions({
    queryKey: ["report", at],
    queryFn: ({ signal }) => get<made.ReportDetail>(reportPath(at), { signal }),
  })

export const reportVersionsQuery = (at: ReportPath) =>
  queryOptions({
    queryKey: ["report versions", at],
    queryFn: ({ signal }) => get<{ versions: ReportVersion[] }>(`${reportPath(at)}/versions`, { signal }),
  })

export const reportLinksQuery = (at: ReportPath) =>
  queryOptions({
    queryKey: ["report links", at],
    queryFn: ({ signal }) => get<{ links: ReportLink[] }>(`${reportPath(at)}/links`, { signal }),
  })

export const sharedReportQuery = (token: string) =>
  queryOptions({
    queryKey: ["shared report", token],
    queryFn: ({ signal }) => get<made.SharedReport>("/shared-report", { signal }),
  })
