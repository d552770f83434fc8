/** A JSON value as rows of a tree. Pure; the component keeps which branches are open. */

export type TreeValue = null | boolean | number | string | TreeValue[] | { [name: string]: TreeValue }

export interface TreeRow {
  /** Names joined by dots, as search paths write them. */
  path: string
  name: string
  depth: number
  value: TreeValue
  /** How many entries a branch holds; null for a leaf. */
  size: number | null
  open: boolean
}

const MAX_INLINE = 8

const isBranch = (value: TreeValue): value is TreeValue[] | { [name: string]: TreeValue } =>
  typeof value === "object" && value !== null && !isShortList(value) && Object.keys(value).length > 0

/** A short list of plain values reads best on one line. */
function isShortList(value: object): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MAX_INLINE &&
    value.every((item) => typeof item !== "object" || item === null)
  )
}

/** Rows in order; with a search, the rows that fit and their ancestors, all open. */
export function treeRows(
  value: TreeValue,
  isOpen: (path: string, value: TreeValue) => boolean,
  search = "",
): TreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return collect(value, "", 0, isOpen, words)
}

function collect(
  value: TreeValue,
  prefix: string,
  depth: number,
  isOpen: (path: string, value: TreeValue) => boolean,
  words: string[],
): TreeRow[] {
  if (typeof value !== "object" || value === null) return []
  const rows: TreeRow[] = []
  for (const [name, child] of Object.entries(value)) {
    const path = prefix ? `${prefix}.${name}` : name
    const fits = words.length > 0 && matches(path, isBranch(child) ? "" : leafText(child), words)
    if (!isBranch(child)) {
      if (words.length === 0 || fits) rows.push({ path, name, depth, value: child, size: null, open: false })
      continue
    }
    // A branch that fits by its name shows everything below it.
    const open = words.length > 0 || isOpen(path, child)
    const below = open ? collect(child, path, depth + 1, isOpen, fits ? [] : words) : []
    if (words.length > 0 && !fits && below.length === 0) continue
    rows.push({ path, name, depth, value: child, size: Object.keys(child).length, open }, ...below)
  }
  return rows
}

function matches(path: string, text: string, words: string[]): boolean {
  const haystack = `${path} ${text}`.toLowerCase()
  return words.every((word) => haystack.includes(word))
}

export function leafText(value: TreeValue): string {
  if (typeof value === "string") return value
  return JSON.stringify(value)?.replaceAll(",", ", ") ?? ""
}

/** The same text for the same value, in whatever order its names were written; undefined for none. */
export function canonicalText(value: TreeValue | undefined): string | undefined {
  return JSON.stringify(value, (_name, child: TreeValue) => {
    if (typeof child !== "object" || child === null || Array.isArray(child)) return child
    return Object.fromEntries(Object.entries(child).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

/** What a branch is, when the object says so itself: logged media carry their kind. */
export function typeHint(value: TreeValue): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  return typeof value._type === "string" ? value._type : null
}

export function countLeaves(value: TreeValue): number {
  if (!isBranch(value)) return 1
  return Object.values(value).reduce<number>((sum, child) => sum + countLeaves(child), 0)
}
