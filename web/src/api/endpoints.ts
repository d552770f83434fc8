import { API_ROOT, del, get, patch, path, post, setCsrfToken } from "./client"
import type * as made from "./generated"
import type {
  ApiKey,
  FilesPage,
  LogsPage,
  LogsQuery,
  Points,
  PointsQuery,
  PointsSource,
  Project,
  ProjectEdit,
  RunEdit,
  RunsBulk,
  RunsPage,
  RunsSearch,
  Session,
} from "./types"

/** Names one run everywhere in the UI. */
export interface RunPath {
  entity: string
  project: string
  run: string
}

export type NewProject = made.NewProject

const projectPath = (entity: string, project: string) => path("projects", entity, project)
const runPath = (at: RunPath) => projectPath(at.entity, at.project) + path("runs", at.run)
const filePath = (name: string) => name.split("/").map(encodeURIComponent).join("/")

function keepToken(session: Session): Session {
  setCsrfToken(session.csrf_token)
  return session
}

export const api = {
  session: (signal?: AbortSignal) => get<Session>("/session", { signal }).then(keepToken),
  login: (username: string, password: string) =>
    post<Session>("/session", { body: { username, password } }).then(keepToken),
  logout: () => del<void>("/session").then(() => setCsrfToken(null)),

  keys: (signal?: AbortSignal) => get<made.KeyList>("/keys", { signal }),
  createKey: (name: string) => post<made.CreatedKey>("/keys", { body: { name } }),
  revokeKey: (keyId: ApiKey["key_id"]) => del<void>(path("keys", keyId)),

  projects: (signal?: AbortSignal) => get<made.ProjectList>("/projects", { signal }),
  project: (entity: string, project: string, signal?: AbortSignal) =>
    get<Project>(projectPath(entity, project), { signal }),
  createProject: (body: NewProject) => post<Project>("/projects", { body }),
  editProject: (entity: string, project: string, body: ProjectEdit) =>
    patch<Project>(projectPath(entity, project), { body }),
  deleteProject: (entity: string, project: string) => del<void>(projectPath(entity, project)),

  searchRuns: (entity: string, project: string, body: RunsSearch, signal?: AbortSignal) =>
    post<RunsPage>(`${projectPath(entity, project)}/runs/search`, { body, signal }),
  bulkRuns: (entity: string, project: string, body: RunsBulk) =>
    post<unknown>(`${projectPath(entity, project)}/runs/bulk`, { body }),
  fields: (
    entity: string,
    project: string,
    query: { search?: string; prefix?: string; limit?: number },
    signal?: AbortSignal,
  ) => get<made.FieldList>(`${projectPath(entity, project)}/fields`, { query, signal }),
  metrics: (
    entity: string,
    project: string,
    query: { search?: string; limit?: number; runs?: string; source?: PointsSource },
    signal?: AbortSignal,
  ) => get<made.MetricList>(`${projectPath(entity, project)}/metrics`, { query, signal }),
  points: (entity: string, project: string, body: PointsQuery, signal?: AbortSignal) =>
    post<Points>(`${projectPath(entity, project)}/points`, { body, signal }),

  run: (at: RunPath, signal?: AbortSignal) => get<made.OneRun>(runPath(at), { signal }).then((body) => body.run),
  editRun: (at: RunPath, body: RunEdit) => patch<unknown>(runPath(at), { body }),
  stopRun: (at: RunPath) => post<unknown>(`${runPath(at)}/stop`),
  deleteRun: (at: RunPath) => del<unknown>(runPath(at)),
  logs: (at: RunPath, query: LogsQuery, signal?: AbortSignal) =>
    get<LogsPage>(`${runPath(at)}/logs`, { query: { ...query }, signal }),
  step: (at: RunPath, step: number, signal?: AbortSignal) =>
    get<made.StepValues>(runPath(at) + path("steps", step), { signal }),
  mediaKeys: (at: RunPath, signal?: AbortSignal) => get<made.MediaOfRun>(`${runPath(at)}/media`, { signal }),
  media: (at: RunPath, key: string, query: { first_step?: number; limit?: number }, signal?: AbortSignal) =>
    get<made.MediaValues>(`${runPath(at)}/media/${filePath(key)}`, { query, signal }),
  files: (at: RunPath, query: { prefix?: string; limit?: number; cursor?: string }, signal?: AbortSignal) =>
    get<FilesPage>(`${runPath(at)}/files`, { query, signal }),
  alerts: (at: RunPath, signal?: AbortSignal) => get<made.AlertList>(`${runPath(at)}/alerts`, { signal }),

  /** Address of one file's bytes, for `src`, links and fetch. */
  fileUrl: (at: RunPath, name: string, options: { download?: boolean } = {}) =>
    `${API_ROOT}${runPath(at)}/files/${filePath(name)}${options.download ? "?download=1" : ""}`,
}
