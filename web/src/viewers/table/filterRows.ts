import type { Json } from "@/api"

/** A column's place, or null for all of them. */
export type FilterColumn = number | null

/**
 * Rows that a filter keeps. `> 0.5`, `<= 3`, `!= cat`, `= cat` and `1..2` compare one column's cells; anything else is a
 * text that a cell must contain, in any case of letters.
 */
export function filterRows(rows: readonly Json[][], filter: string, column: FilterColumn): readonly Json[][] {
  const wanted = filter.trim()
  if (!wanted) return rows
  const test = cellTest(wanted)
  return rows.filter((row) => (column === null ? row.some((cell) => test(cell)) : test(row[column])))
}

type CellTest = (cell: Json | undefined) => boolean

function cellTest(wanted: string): CellTest {
  const range = /^(-?[\d.]+(?:e-?\d+)?)\s*\.\.\s*(-?[\d.]+(?:e-?\d+)?)$/i.exec(wanted)
  if (range) return (cell) => typeof cell === "number" && cell >= Number(range[1]) && cell <= Number(range[2])
  const compared = /^(>=|<=|!=|=|>|<)\s*(.+)$/.exec(wanted)
  if (compared) return comparison(compared[1], compared[2])
  const text = wanted.toLowerCase()
  return (cell) => cellText(cell).toLowerCase().includes(text)
}

function comparison(operator: string, operand: string): CellTest {
  const number = Number(operand)
  const equals: CellTest = (cell) =>
    typeof cell === "number" ? cell === number : cellText(cell).toLowerCase() === operand.toLowerCase()
  if (operator === "=") return equals
  if (operator === "!=") return (cell) => !equals(cell)
  if (Number.isNaN(number)) return () => false
  const compare: Record<string, (value: number) => boolean> = {
    ">": (value) => value > number,
    ">=": (value) => value >= number,
    "<": (value) => value < number,
    "<=": (value) => value <= number,
  }
  return (cell) => typeof cell === "number" && compare[operator](cell)
}

/** What a person reads in a cell; of media the caption. */
function cellText(cell: Json | undefined): string {
  if (cell === null || cell === undefined) return ""
  if (typeof cell !== "object") return String(cell)
  if (!Array.isArray(cell) && typeof cell._type === "string")
    return typeof cell.caption === "string" ? cell.caption : ""
  return JSON.stringify(cell)
}
