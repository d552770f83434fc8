import { get, path } from "./client"
import type { DataRows, EvaluationList, ObjectDetail, ObjectPage, ObjectRow, TrialList } from "./generated"

export type { DataRow, EvaluationRow, ObjectDetail, ObjectRow, TrialRow } from "./generated"

export type ObjectKind = ObjectRow["kind"]

/** One version of an object; `op` means the code of a traced function, which may have the name of an object. */
export interface ObjectPath {
  entity: string
  project: string
  name: string
  op: boolean
}

interface PageQuery {
  limit?: number
  offset?: number
}

const inProject = (entity: string, project: string, ...rest: string[]) => path("projects", entity, project, ...rest)
const versionsOf = (at: ObjectPath) => inProject(at.entity, at.project, "objects", at.name, "versions")
const orNot = (op: boolean) => op || undefined

export const objectsApi = {
  list: (
    entity: string,
    project: string,
    kind: ObjectKind | null,
    { limit, offset }: PageQuery,
    signal?: AbortSignal,
  ) => get<ObjectPage>(inProject(entity, project, "objects"), { query: { kind, limit, offset }, signal }),
  versions: (at: ObjectPath, signal?: AbortSignal) =>
    get<ObjectPage>(versionsOf(at), { query: { op: orNot(at.op), limit: 200 }, signal }),
  version: (at: ObjectPath, version: string, signal?: AbortSignal) =>
    get<ObjectDetail>(versionsOf(at) + path(version), { query: { op: orNot(at.op) }, signal }),
  rows: (entity: string, project: string, table: string, { limit, offset }: PageQuery, signal?: AbortSignal) =>
    get<DataRows>(inProject(entity, project, "object-tables", table, "rows"), { query: { limit, offset }, signal }),
}

export const evaluationsApi = {
  list: (entity: string, project: string, before: number | null, signal?: AbortSignal) =>
    get<EvaluationList>(inProject(entity, project, "evaluations"), { query: { before }, signal }),
  /** The newest passes of these evaluations alone. */
  of: (entity: string, project: string, refs: readonly string[], signal?: AbortSignal) =>
    get<EvaluationList>(inProject(entity, project, "evaluations"), { query: { of: refs, limit: 100 }, signal }),
  get: (entity: string, project: string, call: string, signal?: AbortSignal) =>
    get<TrialList>(inProject(entity, project, "evaluations", call), { signal }),
}
