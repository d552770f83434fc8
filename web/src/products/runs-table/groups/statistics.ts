import type { ColumnStatistics } from "@/api"
import { formatDuration, formatNumber, formatRelative, formatTime } from "@/lib/format"
import { valueText } from "@/lib/groups"
import { isTime } from "../columns"
import type { NumberFormat } from "../numbers"

/** What a group says about a column: in the cell, beside it in grey, and on hover. */
export interface StatisticsText {
  main: string
  range: string | null
  title: string
}

/** "0.51 ± 0.03" and "0.48 … 0.55" for numbers, the common value or "3 values" for others. */
export function describeStatistics(
  path: string,
  column: ColumnStatistics | undefined,
  format: NumberFormat | null,
  runCount: number,
  now = new Date(),
): StatisticsText | null {
  if (!column) return null
  const missing = column.present < runCount ? ` · ${runCount - column.present} runs lack it` : ""
  if (column.count === 0 || column.mean === null || column.min === null || column.max === null) {
    const main = column.different === 1 ? valueText(column.value) : `${column.different} values`
    return { main, range: null, title: main + missing }
  }
  const write = writerOf(path, format)
  if (isTime(path)) {
    const main = formatRelative(new Date(column.max / 1000), now)
    return { main, range: null, title: `${write(column.min)} … ${write(column.max)}${missing}` }
  }
  const mean = write(column.mean)
  const spread = column.std === null ? "" : ` ± ${deviation(path, column.std)}`
  const range = column.min === column.max ? null : `${write(column.min)} … ${write(column.max)}`
  const title = `mean ${column.mean}, deviation ${column.std ?? "–"}, least ${column.min}, most ${column.max}`
  return {
    main: mean + (column.min === column.max ? "" : spread),
    range,
    title: `${title}, ${column.count} runs${missing}`,
  }
}

/** A deviation needs few digits, however many its values are written with. */
const deviation = (path: string, std: number) => (path === "duration_s" ? formatDuration(std) : formatNumber(std, 3))

function writerOf(path: string, format: NumberFormat | null): NumberFormat {
  if (path === "duration_s") return formatDuration
  if (isTime(path)) return (value) => formatTime(new Date(value / 1000))
  return format ?? String
}
