import type { Json, JsonObject } from "@/api"
import { naturalOrder } from "@/lib/naturalOrder"

/** What the cells of a column are: the client's own name (`number`, `image-file`, …), or found out from the cells. */
export type ColumnType = string

export interface LoggedTable {
  columns: string[]
  /** One for each column; "" when nothing is known. */
  types: ColumnType[]
  rows: Json[][]
}

/** The content of a logged table's file. Throws when it is not one. */
export function readTable(content: unknown): LoggedTable {
  const { columns, data, column_types } = (content ?? {}) as Record<string, unknown>
  if (!Array.isArray(columns) || !Array.isArray(data))
    throw new Error("The file is not a logged table: it has no columns and rows.")
  const rows = data.filter(Array.isArray) as Json[][]
  const known = typeMap(column_types)
  const types = columns.map((name, place) => known(String(name)) || guess(rows, place))
  return { columns: columns.map(String), types, rows }
}

function typeMap(types: unknown): (column: string) => ColumnType {
  const map = (types as { params?: { type_map?: JsonObject } } | null | undefined)?.params?.type_map
  return (column) => (map && Object.hasOwn(map, column) ? typeName(map[column]) : "")
}

/** `number` out of "number or nothing", which is how clients write a column that may have gaps. */
function typeName(type: Json | undefined, depth = 0): ColumnType {
  if (typeof type !== "object" || type === null || Array.isArray(type) || depth > 4) return ""
  const allowed = (type.params as JsonObject | undefined)?.allowed_types
  if (type.wb_type !== "union" || !Array.isArray(allowed)) return typeof type.wb_type === "string" ? type.wb_type : ""
  const names = [...new Set(allowed.map((each) => typeName(each, depth + 1)))].filter((name) => name && name !== "none")
  return names.length === 1 ? names[0] : ""
}

const SAMPLE = 500

function guess(rows: readonly Json[][], place: number): ColumnType {
  const kinds = new Set<ColumnType>()
  for (const row of rows.slice(0, SAMPLE)) {
    const cell = row[place]
    if (cell === null || cell === undefined || cell === "NaN") continue
    const isMedia = typeof cell === "object" && !Array.isArray(cell) && typeof cell._type === "string"
    kinds.add(isMedia ? String(cell._type) : typeof cell)
  }
  return kinds.size === 1 ? [...kinds][0] : ""
}

/** Order of two cells: numbers by value, text in natural order, absent ones and NaN last. */
export function compareCells(one: Json | undefined, other: Json | undefined): number {
  const [left, right] = [rank(one), rank(other)]
  if (left !== right || left === ABSENT) return left - right
  if (typeof one === "number" && typeof other === "number") return one - other
  if (typeof one === "string" && typeof other === "string") return naturalOrder(one, other)
  return naturalOrder(String(one), String(other))
}

const ABSENT = 4

function rank(cell: Json | undefined): number {
  if (cell === null || cell === undefined || cell === "NaN") return ABSENT
  if (typeof cell === "number") return 0
  if (typeof cell === "boolean") return 1
  return typeof cell === "string" ? 2 : 3
}
