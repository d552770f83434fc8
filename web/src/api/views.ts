import { queryOptions } from "@tanstack/react-query"
import { del, get, patch, path, post } from "./client"
import type * as made from "./generated"
import type { Given } from "./types"

/** A saved view of a project's page: its address under a name. */
export type SavedView = made.ViewRow
export type ViewEdit = Given<made.EditView>

const listPath = (entity: string, project: string) => path("projects", entity, project, "views")

/** Of which page of a project a view is. */
export type ViewKind = NonNullable<made.NewView["kind"]>

export const viewsApi = {
  list: (entity: string, project: string, kind: ViewKind, signal?: AbortSignal) =>
    get<made.ViewList>(listPath(entity, project), { query: { kind }, signal }).then((body) => body.views),
  create: (entity: string, project: string, body: Required<made.NewView>) =>
    post<SavedView>(listPath(entity, project), { body }),
  edit: (entity: string, project: string, viewId: number, body: ViewEdit) =>
    patch<SavedView>(listPath(entity, project) + path(viewId), { body }),
  delete: (entity: string, project: string, viewId: number) => del<void>(listPath(entity, project) + path(viewId)),
}

export const viewsQuery = (entity: string, project: string, kind: ViewKind) =>
  queryOptions({
    queryKey: ["views", entity, project, kind],
    queryFn: ({ signal }) => viewsApi.list(entity, project, kind, signal),
  })
