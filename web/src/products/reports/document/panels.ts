import type { JsonObject } from "@/api"
import { asList, asObject, asText, type Element } from "./blocks"
import { accessorOf } from "./keys"

/** A panel of a grid: where it stands among 24 columns, and what it is in the words of the document. */
export interface Panel {
  panelId: string
  viewType: string
  config: JsonObject
  layout: { x: number; y: number; w: number; h: number }
}

export const GRID_COLUMNS = 24
const FIRST_LAYOUT = { w: 12, h: 7 }

export const panelsOf = (grid: Element): Panel[] => rawPanels(grid).map(readPanel)

export const runSetsOf = (grid: Element): JsonObject[] => asList(asObject(grid.metadata).runSets).map(asObject)

const rawPanels = (grid: Element): JsonObject[] =>
  asList(asObject(asObject(grid.metadata).panelBankSectionConfig).panels).map(asObject)

function readPanel(panel: JsonObject, at: number): Panel {
  const layout = asObject(panel.layout)
  const x = whole(layout.x, 0, 0, GRID_COLUMNS - 1)
  return {
    panelId: asText(panel.__id__) || String(at),
    viewType: asText(panel.viewType),
    config: asObject(panel.config),
    layout: {
      x,
      y: whole(layout.y, at * FIRST_LAYOUT.h, 0, 10_000),
      w: whole(layout.w, FIRST_LAYOUT.w, 1, GRID_COLUMNS - x),
      h: whole(layout.h, FIRST_LAYOUT.h, 1, 60),
    },
  }
}

const whole = (value: unknown, otherwise: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(typeof value === "number" ? value : otherwise)))

/** What changes of the grid's metadata; all else in it stays. */
export function withPanels(grid: Element, change: (panels: JsonObject[]) => JsonObject[]): Pick<Element, "metadata"> {
  const metadata = asObject(grid.metadata)
  const section = asObject(metadata.panelBankSectionConfig)
  return { metadata: { ...metadata, panelBankSectionConfig: { ...section, panels: change(rawPanels(grid)) } } }
}

/** One panel in another size; whichever stand in its way go down, and those in theirs. */
export function withPanelSize(grid: Element, at: number, [w, h]: [number, number]): Pick<Element, "metadata"> {
  return withPanels(grid, (panels) => {
    const boxes = panels.map((panel, index) => readPanel(panel, index).layout)
    const settled = madeRoom(boxes.with(at, { ...boxes[at], w, h }), at)
    return panels.map((panel, index) =>
      sameBox(settled[index], boxes[index])
        ? panel
        : { ...panel, layout: { ...asObject(panel.layout), ...settled[index] } },
    )
  })
}

type Box = Panel["layout"]

const sameBox = (one: Box, other: Box) =>
  one.x === other.x && one.y === other.y && one.w === other.w && one.h === other.h

const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h

/** The box at `first` stays where it is; the others follow from the top, each below what it would cover. */
function madeRoom(boxes: readonly Box[], first: number): Box[] {
  const order = boxes.map((_, index) => index).filter((index) => index !== first)
  order.sort((one, other) => boxes[one].y - boxes[other].y || boxes[one].x - boxes[other].x)
  const placed = new Map([[first, boxes[first]]])
  for (const index of order) {
    let box = boxes[index]
    for (let hit = covered(box, placed); hit; hit = covered(box, placed)) box = { ...box, y: hit.y + hit.h }
    placed.set(index, box)
  }
  return boxes.map((box, index) => placed.get(index) ?? box)
}

const covered = (box: Box, placed: ReadonlyMap<number, Box>): Box | undefined =>
  [...placed.values()].find((other) => overlap(box, other))

/** One panel with another configuration; null takes a value out. */
export function withPanelConfig(grid: Element, at: number, change: JsonObject): Pick<Element, "metadata"> {
  return withPanels(grid, (panels) => {
    const config = Object.entries({ ...asObject(panels[at].config), ...change }).filter(([, value]) => value !== null)
    return panels.with(at, { ...panels[at], config: Object.fromEntries(config) })
  })
}

export function withRunSet(grid: Element, at: number, set: JsonObject): Pick<Element, "metadata"> {
  const metadata = asObject(grid.metadata)
  return { metadata: { ...metadata, runSets: runSetsOf(grid).with(at, set) } }
}

/** A new panel behind the others: beside the last one if there is room, else in a new row. */
export function addedPanel(panels: readonly JsonObject[], viewType: string, config: JsonObject): JsonObject[] {
  const boxes = panels.map((panel, at) => readPanel(panel, at).layout)
  const bottom = Math.max(0, ...boxes.map(({ y }) => y))
  const right = Math.max(0, ...boxes.filter(({ y }) => y === bottom).map(({ x, w }) => x + w))
  const below = Math.max(0, ...boxes.map(({ y, h }) => y + h))
  const fits = right + FIRST_LAYOUT.w <= GRID_COLUMNS
  const place = fits ? { x: right, y: bottom } : { x: 0, y: below }
  return [...panels, { __id__: newId(), layout: { ...place, ...FIRST_LAYOUT }, viewType, config }]
}

/** An id as the package makes them: letters and digits in lower case. */
export const newId = (): string => Math.random().toString(36).slice(2, 13)

export const lineConfig = (metrics: string[]): JsonObject => ({ xAxis: "_step", metrics })
export const barConfig = (metrics: string[]): JsonObject => ({ metrics, vertical: false })
export const scatterConfig = (x: string, y: string): JsonObject => ({ xAxis: accessorOf(x), yAxis: accessorOf(y) })
export const parallelConfig = (fields: string[]): JsonObject => ({
  columns: fields.map((field) => ({ accessor: accessorOf(field) })),
})

/** A grid with one run set of all runs of the project, and these panels. */
export function newGrid(entity: string, project: string, panels: JsonObject[]): Element {
  const flow = {
    snapToColumns: true,
    columnsPerPage: 3,
    rowsPerPage: 2,
    gutterWidth: 16,
    boxWidth: 460,
    boxHeight: 300,
  }
  const local = { smoothingWeight: 0, smoothingType: "exponential", xAxis: "_step", ignoreOutliers: false }
  const section = (name: string) => ({ name, isOpen: false, flowConfig: flow, sorted: 0, localPanelSettings: local })
  return {
    type: "panel-grid",
    children: [{ text: "" }],
    metadata: {
      openViz: true,
      openRunSet: 0,
      name: "unused-name",
      runSets: [newRunSet(entity, project)],
      hideRunSets: false,
      panels: { views: { "0": { name: "Panels", defaults: [], config: [] } }, tabs: ["0"] },
      panelBankConfig: {
        state: 0,
        settings: { autoOrganizePrefix: 2, showEmptySections: false, sortAlphabetically: false },
        sections: [{ ...section("Hidden Panels"), type: "flow", panels: [] }],
      },
      panelBankSectionConfig: { ...section("Report Panels"), type: "grid", panels },
      customRunColors: {},
    },
  }
}

export function newRunSet(entity: string, project: string): JsonObject {
  return {
    id: newId(),
    runFeed: {
      version: 2,
      columnVisible: {},
      columnPinned: {},
      columnWidths: {},
      columnOrder: [],
      pageSize: 10,
      onlyShowSelected: false,
    },
    enabled: true,
    project: { name: project, entityName: entity },
    name: "Run set",
    search: { query: "" },
    filters: { filterFormat: "filterV2", filters: [] },
    grouping: [],
    sort: { keys: [{ key: { section: "run", name: "createdAt" }, ascending: false }] },
    selections: { root: 1, bounds: [], tree: [] },
    expandedRowAddresses: [],
  }
}
