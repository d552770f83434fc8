import type { Json } from "@/api"
import type { LoggedTable } from "../table/readTable"

/** The table of one run that feeds a chart. */
export interface ChartTable {
  runId: string
  label: string
  colour: string
  table: LoggedTable
}

export type Row = Record<string, Json>

export const MOST_ROWS = 50_000

/** Rows as objects, all runs one after another. `name`, `id` and `color` are what charts of the field expect of a run. */
export function chartRows(tables: readonly ChartTable[]): { rows: Row[]; total: number } {
  const total = tables.reduce((sum, { table }) => sum + table.rows.length, 0)
  const each = Math.floor(MOST_ROWS / Math.max(1, tables.length))
  const rows = tables.flatMap(({ runId, label, colour, table }) =>
    table.rows.slice(0, total > MOST_ROWS ? each : undefined).map((cells, place) => {
      const row: Row = { name: label, id: runId, color: colour }
      table.columns.forEach((column, at) => {
        row[column] = cells[at] === "NaN" ? null : (cells[at] ?? null)
      })
      return Object.assign(row, { __run: label, __colour: colour, __row: place })
    }),
  )
  return { rows, total }
}

/** What a column holds, found out from its cells. */
export function columnKind(rows: readonly Row[], column: string): "quantitative" | "nominal" | "temporal" {
  const cells = rows
    .slice(0, 500)
    .flatMap((row) => (row[column] === null || row[column] === undefined ? [] : [row[column]]))
  if (cells.length === 0) return "nominal"
  if (cells.every((cell) => typeof cell === "number")) return "quantitative"
  return cells.every((cell) => typeof cell === "string" && DATE.test(cell)) ? "temporal" : "nominal"
}

const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/
