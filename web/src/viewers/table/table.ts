import type { Json } from "@/api"

export interface LoggedTable {
  columns: string[]
  rows: Json[][]
}

/** The content of a logged table's file. Throws when it is not one. */
export function readTable(content: unknown): LoggedTable {
  const { columns, data } = (content ?? {}) as { columns?: unknown; data?: unknown }
  if (!Array.isArray(columns) || !Array.isArray(data))
    throw new Error("The file is not a logged table: it has no columns and rows.")
  return { columns: columns.map(String), rows: data as Json[][] }
}

/** Order of two cells: numbers by value, text in natural order, absent ones and NaN last. */
export function compareCells(one: Json | undefined, other: Json | undefined): number {
  const [left, right] = [rank(one), rank(other)]
  if (left !== right || left === ABSENT) return left - right
  if (typeof one === "number" && typeof other === "number") return one - other
  if (typeof one === "string" && typeof other === "string") return one.localeCompare(other, "en", { numeric: true })
  return String(one).localeCompare(String(other))
}

const ABSENT = 4

function rank(cell: Json | undefined): number {
  if (cell === null || cell === undefined || cell === "NaN") return ABSENT
  if (typeof cell === "number") return 0
  if (typeof cell === "boolean") return 1
  return typeof cell === "string" ? 2 : 3
}
