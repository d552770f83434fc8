import type { Json } from "@/api"
import { columnDigits } from "@/lib/format"
import type { TableColumn } from "@/ui/DataTable"
import type { FileSource } from "../base/source"
import { Cell } from "./Cell"
import type { LoggedTable } from "./readTable"

const SAMPLE = 500
const WIDTHS: Record<string, number> = { number: 96, boolean: 72, timestamp: 160, "image-file": 104, "audio-file": 132 }

/** How the columns of a logged table are drawn, by their types. */
export function tableColumns(table: LoggedTable, source: FileSource): TableColumn<Json[]>[] {
  return table.columns.map((label, place) => {
    const type = table.types[place]
    const numbers = table.rows
      .slice(0, SAMPLE)
      .map((row) => row[place])
      .filter((cell): cell is number => typeof cell === "number")
    const numeric = type === "number"
    const digits = numeric ? columnDigits(numbers) : null
    return {
      columnId: String(place),
      label: label || `column ${place + 1}`,
      numeric,
      widthPx: WIDTHS[type] ?? 150,
      render: (row) => <Cell value={row[place]} type={type} digits={digits} source={source} column={label} />,
    }
  })
}
