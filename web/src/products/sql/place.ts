/** Where the server saw a mistake, counted from 1; it names the last character of the word that it means. */
export interface Place {
  line: number
  column: number
}

export function placeOf(message: string): Place | null {
  const found = /\(line (\d+), column (\d+)\)/.exec(message)
  return found && { line: Number(found[1]), column: Number(found[2]) }
}

/** The word that ends at the place, as offsets into the text; null where the text has no such place any more. */
export function rangeOf(text: string, place: Place): { from: number; to: number } | null {
  const lines = text.split("\n")
  const line = lines[place.line - 1]
  if (line === undefined || place.column > line.length) return null
  const before = lines.slice(0, place.line - 1).reduce((length, each) => length + each.length + 1, 0)
  const word = /[\w.]*$/.exec(line.slice(0, place.column))?.[0].length ?? 0
  return { from: before + place.column - Math.max(1, word), to: before + place.column }
}
