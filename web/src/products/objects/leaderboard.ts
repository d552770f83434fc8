import type { EvaluationRow } from "@/api/objects"
import { parseRef } from "@/lib/weaveRefs"

/** One column of a leaderboard: a number that a scorer summed up to in an evaluation. */
export interface BoardColumn {
  columnId: string
  label: string
  /** The evaluation's reference. */
  evaluation: string
  scorer: string
  /** Where the number stands in what the scorer summed up to. */
  path: readonly string[]
  lowerIsBetter: boolean
  /** A share from 0 to 1. */
  isShare: boolean
}

export interface BoardCell {
  value: number
  /** The pass that it is from. */
  call: string
  isBest: boolean
}

export interface BoardRow {
  /** The model's reference. */
  model: string
  /** By column; a model that was not evaluated there has none. */
  cells: ReadonlyMap<string, BoardCell>
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)
const text = (value: unknown) => (typeof value === "string" ? value : "")

/** The columns that a published leaderboard names. Source: weave's `LeaderboardColumn`. */
export function boardColumns(value: unknown): BoardColumn[] {
  const columns = isObject(value) && Array.isArray(value.columns) ? value.columns.filter(isObject) : []
  return columns.map((column, at) => {
    const [evaluation, scorer] = [text(column.evaluation_object_ref), text(column.scorer_name)]
    const path = text(column.summary_metric_path).split(".").filter(Boolean)
    const lowerIsBetter = column.should_minimize === true
    const last = path.at(-1)
    const metric = last === "mean" || last === "true_fraction" ? path.slice(0, -1) : path
    const name = [scorer, ...metric].filter(Boolean).join(".")
    return {
      columnId: String(at),
      label: `${parseRef(evaluation)?.name ?? evaluation} · ${name}${lowerIsBetter ? " ↓" : ""}`,
      evaluation,
      scorer,
      path,
      lowerIsBetter,
      isShare: last === "true_fraction",
    }
  })
}

/** A row for each model, with its newest pass of each evaluation; `passes` are the newest first. The best by the first column is first. */
export function boardRows(columns: readonly BoardColumn[], passes: readonly EvaluationRow[]): BoardRow[] {
  const models = new Map<string, Map<string, BoardCell>>()
  for (const pass of passes) {
    for (const column of columns) {
      const value = pass.evaluation === column.evaluation ? reachedIn(column, pass.summary) : null
      if (value === null) continue
      const cells = models.get(pass.model) ?? new Map<string, BoardCell>()
      if (!cells.has(column.columnId)) cells.set(column.columnId, { value, call: pass.call_id, isBest: false })
      models.set(pass.model, cells)
    }
  }
  const rows = [...models].map(([model, cells]) => ({ model, cells }))
  for (const column of columns) markBest(column, rows)
  return columns.length > 0 ? sortedBy(rows, columns[0], !columns[0].lowerIsBetter) : rows
}

/** Rows by one column; those without a value there are last either way. */
export function sortedBy(rows: readonly BoardRow[], { columnId }: BoardColumn, descending: boolean): BoardRow[] {
  const [worst, sign] = [Number.POSITIVE_INFINITY, descending ? -1 : 1]
  const place = ({ cells }: BoardRow) => {
    const value = cells.get(columnId)?.value
    return value === undefined ? worst : sign * value
  }
  return rows.toSorted((one, other) => (place(one) < place(other) ? -1 : place(one) > place(other) ? 1 : 0))
}

function markBest({ columnId, lowerIsBetter }: BoardColumn, rows: readonly BoardRow[]): void {
  const cells = rows.flatMap((row) => row.cells.get(columnId) ?? [])
  const values = cells.map((cell) => cell.value)
  const best = lowerIsBetter ? Math.min(...values) : Math.max(...values)
  if (new Set(values).size < 2) return // where all are alike none stands out
  for (const cell of cells) cell.isBest = cell.value === best
}

function reachedIn({ scorer, path }: BoardColumn, summary: unknown): number | null {
  let found: unknown = summary
  for (const name of [scorer, ...path]) found = isObject(found) ? found[name] : undefined
  return typeof found === "number" && Number.isFinite(found) ? found : null
}
