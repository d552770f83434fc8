import type { Json, JsonObject, RunDetail } from "@/api"
import { canonicalText } from "@/lib/jsonTree"
import { naturalOrder } from "@/lib/naturalOrder"

/** One leaf of config or summary in all compared runs; undefined where a run lacks it. */
export interface CompareRow {
  path: string
  part: "config" | "summary"
  values: (Json | undefined)[]
  differs: boolean
}

/** All leaves of the runs: what differs first, config before summary, in the order of their names. */
export function compareRows(runs: readonly Pick<RunDetail, "config" | "summary">[], search = ""): CompareRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = (["config", "summary"] as const).flatMap((part) => rowsOf(part, runs))
  return rows
    .filter(({ path }) => words.every((word) => path.toLowerCase().includes(word)))
    .sort((one, other) => Number(other.differs) - Number(one.differs))
}

function rowsOf(part: CompareRow["part"], runs: readonly Pick<RunDetail, "config" | "summary">[]): CompareRow[] {
  const leaves = runs.map((run) => leavesOf(run[part]))
  const paths = [...new Set(leaves.flatMap((each) => [...each.keys()]))].sort(naturalOrder)
  return paths.map((path) => {
    const values = leaves.map((each) => each.get(path))
    return { path, part, values, differs: new Set(values.map(canonicalText)).size > 1 }
  })
}

function leavesOf(document: JsonObject): Map<string, Json> {
  const leaves = new Map<string, Json>()
  const add = (value: JsonObject, prefix: string) => {
    for (const [name, child] of Object.entries(value)) {
      const path = prefix + name
      if (isObject(child)) add(child, `${path}.`)
      else leaves.set(path, child)
    }
  }
  add(document, "")
  return leaves
}

/** Media and other rich values stand for themselves: their insides are no settings. */
const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !("_type" in value) &&
  Object.keys(value).length > 0
