import type { Filter, JsonObject, RunSort } from "@/api"
import { asObject, type Element } from "./blocks"
import type { DocumentPanel } from "./boardPanels"
import { formatDocument, openDocument } from "./document"
import { keyOf } from "./keys"
import { addedPanel, newGrid, newRunSet, runSetsOf, withPanels } from "./panels"
import { changedRunSet, NoRunSetFilter } from "./runSets"

/** Which runs a panel shows where it is taken from. */
export interface PanelRuns {
  entity: string
  project: string
  search: string
  filter: Filter | null
  sort: readonly RunSort[]
  group: string[]
  /** The shown runs, when these alone were chosen; null follows filter and search. */
  only: string[] | null
  /** All shown runs: what is named when a run set cannot say the filter. */
  shown: string[]
}

/** A run set of the document that holds these runs. */
export function runSetOf(runs: PanelRuns): JsonObject {
  const plain: JsonObject = { ...newRunSet(runs.entity, runs.project), search: { query: runs.search.trim() } }
  const sort = runs.sort.map(({ field, descending }) => ({ key: keyOf(field), ascending: !descending }))
  const set: JsonObject = sort.length > 0 ? { ...plain, sort: { keys: sort } } : plain
  const grouped = changedRunSet(set, { group: runs.group })
  if (runs.only) return named(grouped, runs.only)
  try {
    return changedRunSet(grouped, { filter: runs.filter })
  } catch (error) {
    if (error instanceof NoRunSetFilter) return named(grouped, runs.shown)
    throw error
  }
}

const named = (set: JsonObject, names: string[]): JsonObject => ({
  ...set,
  search: { query: "" },
  selections: { root: 0, bounds: [], tree: names },
})

/** The document with one panel more: in its last block, when that shows the same runs, else in a grid behind it. */
export function withPanelAdded(spec: string, runs: PanelRuns, panel: DocumentPanel): string {
  const open = openDocument(spec)
  const set = runSetOf(runs)
  const add = (panels: JsonObject[]) => addedPanel(panels, panel.viewType, panel.config)
  const last = open.blocks.at(-1)
  const sourceOf = (block: Element) => open.sources[open.blocks.indexOf(block)]
  if (last?.type === "panel-grid" && holdsOnly(last, set)) {
    return formatDocument(open, [...open.blocks.slice(0, -1), { ...last, ...withPanels(last, add) }], sourceOf)
  }
  const grid = newGrid(runs.entity, runs.project, add([]))
  const metadata = { ...asObject(grid.metadata), runSets: [set] }
  return formatDocument(open, [...open.blocks, { ...grid, metadata }], sourceOf)
}

function holdsOnly(grid: Element, set: JsonObject): boolean {
  const [first, ...others] = runSetsOf(grid)
  return first !== undefined && others.length === 0 && sayingOf(first) === sayingOf(set)
}

/** All that says which runs a set holds. */
const sayingOf = ({ project, enabled, search, filters, grouping, sort, selections }: JsonObject): string =>
  JSON.stringify([project, enabled !== false, search, filters, grouping, sort, selections])
