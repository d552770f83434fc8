export type * from "./charts"
export { chartPresetQuery, chartPresetsQuery, chartsApi } from "./charts"
export { API_ROOT, path, queryString, send, setLinkToken } from "./client"
export { api, type NewProject, type RunPath } from "./endpoints"
export { ApiError, decodeError, errorMessage, isApiError } from "./errors"
export type * from "./groups"
export { exportRuns, groupsApi } from "./groups"
export type * from "./json"
export * from "./launch"
export type * from "./media"
export { mediaApi } from "./media"
export { keysQuery, projectQuery, projectsQuery, runKey, runQuery, sessionQuery } from "./queries"
export { isReachable, subscribeReachable } from "./reachable"
export type * from "./reports"
export {
  reportLinksQuery,
  reportQuery,
  reportsApi,
  reportsQuery,
  reportVersionsQuery,
  sharedReportQuery,
} from "./reports"
export { useProjectRole } from "./role"
export { type SweepPath, sweepKey, sweepQuery, sweepsApi, sweepsKey, sweepsQuery } from "./sweeps"
export type * from "./sweepTypes"
export type * from "./teams"
export { membersQuery, teamsApi } from "./teams"
export type * from "./types"
export type * from "./views"
export { type ViewKind, viewsApi, viewsQuery } from "./views"
