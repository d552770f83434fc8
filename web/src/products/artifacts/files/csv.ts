/** Rows of comma- or tab-separated text; quoted fields may hold commas, line breaks and doubled quotes. Pure. */
export function parseCsv(text: string, separator: string, mostRows: number): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ""
  let quoted = false
  const endField = () => {
    row.push(field)
    field = ""
  }
  const endRow = () => {
    endField()
    if (row.length > 1 || row[0] !== "") rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length && rows.length < mostRows; at++) {
    const char = text[at]
    if (quoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[++at]
      else quoted = false
    } else if (char === '"' && field === "") quoted = true
    else if (char === separator) endField()
    else if (char === "\n") endRow()
    else if (char !== "\r") field += char
  }
  if ((field !== "" || row.length > 0) && rows.length < mostRows) endRow()
  return rows
}

/** The numbers of a column whose cells are all numbers or empty; null for any other column. */
export function numbersOf(rows: readonly string[][], column: number): number[] | null {
  const cells = rows.map((row) => row[column] ?? "").filter((cell) => cell !== "")
  if (cells.length === 0) return null
  const numbers = cells.map(Number)
  return numbers.some(Number.isNaN) ? null : numbers
}
