import type { Json } from "@/api"
import { formatNumber } from "@/lib/format"

const NUMBER = /^(u?int\d+|float|double|halffloat|decimal)/
const TIME = /^(timestamp|date)/
const WORDS: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
}

/** `type` is Arrow's. */
export const isNumeric = (type: string) => NUMBER.test(type)
export const isTime = (type: string) => TIME.test(type)

/** The number of a cell of a numeric column: those that are not finite come as words. */
export function numberOf(value: Json): number | null {
  if (typeof value === "number") return value
  return typeof value === "string" && value in WORDS ? WORDS[value] : null
}

/** What a cell shows; what it holds in full is `cellTitle`. */
export function cellText(value: Json, type: string): string {
  if (value === null) return ""
  if (isNumeric(type)) return formatNumber(numberOf(value), 6)
  if (isTime(type)) return timeText(String(value))
  return cellTitle(value)
}

export function cellTitle(value: Json): string {
  if (value === null) return "NULL"
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

/** 2026-08-01 14:03:22.250, in UTC as it came, without what is zero. */
function timeText(iso: string): string {
  return iso
    .replace("T", " ")
    .replace(/(\+00:00|Z)$/, "")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "")
}

/** Row numbers in the order of a column; NULL and NaN stand last, either way. */
export function sortedRows(rows: readonly Json[][], column: number, type: string, descending: boolean): number[] {
  const keys = rows.map((row) => (isNumeric(type) ? numberOf(row[column]) : textOf(row[column])))
  const missing = (at: number) => keys[at] === null || Number.isNaN(keys[at])
  const sign = descending ? -1 : 1
  return rows
    .map((_, at) => at)
    .sort((one, other) => {
      if (missing(one) || missing(other)) return Number(missing(one)) - Number(missing(other)) || one - other
      const [left, right] = [keys[one] as number | string, keys[other] as number | string]
      return left === right ? one - other : sign * (left < right ? -1 : 1)
    })
}

const textOf = (value: Json) => (value === null ? null : cellTitle(value))

/** A text never begins like a formula of a spreadsheet. */
export function toCsv(columns: readonly { name: string; type: string }[], rows: readonly Json[][]): string {
  const lines = rows.map((row) => row.map((value, at) => csvCell(value, columns[at].type)).join(","))
  return `${[columns.map(({ name }) => quoted(name)).join(","), ...lines].join("\r\n")}\r\n`
}

function csvCell(value: Json, type: string): string {
  if (value === null) return ""
  const text = cellTitle(value)
  return isNumeric(type) ? text : quoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text)
