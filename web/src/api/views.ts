import { queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post } from "./client"

/** A saved view of a project's page: its address under a name. */
export interface SavedView {
  view_id: number
  name: string
  kind: "workspace"
  owner: string
  url_search: string
  /** Everybody who may see the project sees the view. */
  shared: boolean
  created_at: string
  updated_at: string
}

export interface ViewEdit {
  name?: string
  url_search?: string
  shared?: boolean
}

const listPath = (entity: string, project: string) => path("projects", entity, project, "views")

export const viewsApi = {
  list: (entity: string, project: string, signal?: AbortSignal) =>
    get<{ views: SavedView[] }>(listPath(entity, project), { signal }).then((body) => body.views),
  create: (entity: string, project: string, body: Required<ViewEdit>) =>
    post<SavedView>(listPath(entity, project), { body: { ...body, kind: "workspace" } }),
  edit: (entity: string, project: string, viewId: number, body: ViewEdit) =>
    patch<SavedView>(listPath(entity, project) + path(viewId), { body }),
  delete: (entity: string, project: string, viewId: number) => del<void>(listPath(entity, project) + path(viewId)),
}

export const viewsQuery = (entity: string, project: string) =>
  queryOptions({
    queryKey: ["views", entity, project],
    queryFn: ({ signal }) => viewsApi.list(entity, project, signal),
  })
