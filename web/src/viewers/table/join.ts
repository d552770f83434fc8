import type { Json } from "@/api"
import type { LoggedTable } from "./readTable"

/** Rows of both that have the same key, side by side, as often as they meet; rows without a partner are left out. */
export function joinTables(one: LoggedTable, other: LoggedTable, oneKey: string, otherKey: string): LoggedTable {
  const [left, right] = [one.columns.indexOf(oneKey), other.columns.indexOf(otherKey)]
  if (left < 0 || right < 0)
    throw new Error(`The tables cannot be joined: a column ${oneKey} or ${otherKey} is missing.`)
  const partners = new Map<string, Json[][]>()
  for (const row of other.rows) {
    const key = keyOf(row[right])
    partners.set(key, [...(partners.get(key) ?? []), row])
  }
  const kept = other.columns.map((_, place) => place).filter((place) => place !== right)
  const names = kept.map((place) => apart(other.columns[place], one.columns))
  return {
    columns: [...one.columns, ...names],
    types: [...one.types, ...kept.map((place) => other.types[place])],
    rows: one.rows.flatMap((row) =>
      (partners.get(keyOf(row[left])) ?? []).map((partner) => [...row, ...kept.map((place) => partner[place])]),
    ),
  }
}

const keyOf = (cell: Json | undefined): string => `${typeof cell} ${JSON.stringify(cell)}`
const apart = (name: string, taken: readonly string[]): string => (taken.includes(name) ? `${name} (2)` : name)
