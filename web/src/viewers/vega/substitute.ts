/** What fills the places of a preset: `${field:x}` is a column, `${string:title}` a text. */
export interface Settings {
  fields: Record<string, string>
  strings: Record<string, string>
}

const PLACE = /\$\{(field|string):([^}]*)\}/g

/** Where a text is the path of a field, so that dots and brackets in a column's name need a sign before them. */
const PATHS = new Set(["field", "groupby", "fields", "sort", "pivot", "fold", "flatten", "lookup", "key"])

/** A copy with every place filled. A field that nobody set is the column of its own name; a text that nobody set is empty. */
export function substitute(spec: unknown, settings: Settings, key = ""): unknown {
  if (typeof spec === "string") return fill(spec, settings, PATHS.has(key))
  if (Array.isArray(spec)) return spec.map((item) => substitute(item, settings, key))
  if (typeof spec !== "object" || spec === null) return spec
  return Object.fromEntries(Object.entries(spec).map(([name, item]) => [name, substitute(item, settings, name)]))
}

function fill(text: string, { fields, strings }: Settings, isPath: boolean): string {
  return text.replace(PLACE, (_, kind: string, name: string) => {
    if (kind === "string") return Object.hasOwn(strings, name) ? strings[name] : ""
    const column = Object.hasOwn(fields, name) ? fields[name] : name
    return isPath ? escapePath(column) : column
  })
}

/** A column's name as Vega reads one: not as a path into an object. */
export const escapePath = (column: string): string => column.replace(/[.[\]\\'"]/g, (sign) => `\\${sign}`)
