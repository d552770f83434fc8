/** Places the nodes of a lineage graph in columns from left to right. Pure. */

export interface GraphLink {
  source: string
  target: string
}

export interface Point {
  x: number
  y: number
}

export interface PlacedLink extends GraphLink {
  points: Point[]
}

export interface Layout {
  /** Upper left corners. */
  places: Map<string, Point & { column: number; row: number }>
  links: PlacedLink[]
  width: number
  height: number
}

export const NODE_WIDTH = 216
export const NODE_HEIGHT = 48
const COLUMN_GAP = 56
const ROW_GAP = 18
const SWEEPS = 6

/** A place in a column: a node, or where a link passes through. */
interface Slot {
  id: string
  column: number
  isNode: boolean
  y: number
}

/** Columns by the longest way from a source; rows so that few links cross; links that span columns get a lane. */
export function layoutGraph(ids: readonly string[], links: readonly GraphLink[]): Layout {
  const known = new Set(ids)
  const forward = withoutCycles(
    ids,
    links.filter(({ source, target }) => source !== target && known.has(source) && known.has(target)),
  )
  const columns = columnsOf(ids, forward)
  const { slots, pieces, lanes } = makeSlots(ids, columns, forward)
  const grid = order(slots, pieces)
  spread(grid, pieces)
  return finish(grid, forward, lanes)
}

/** A run that uses what it made closes a circle: the links that do are left out. */
function withoutCycles(ids: readonly string[], links: readonly GraphLink[]): GraphLink[] {
  const next = groupBy(links, (link) => link.source)
  const state = new Map<string, "open" | "done">()
  const kept: GraphLink[] = []
  for (const root of ids) {
    if (state.has(root)) continue
    const stack = [{ id: root, at: 0 }]
    state.set(root, "open")
    while (stack.length > 0) {
      const top = stack[stack.length - 1]
      const link = next.get(top.id)?.[top.at++]
      if (!link) {
        state.set(top.id, "done")
        stack.pop()
      } else if (state.get(link.target) !== "open") {
        kept.push(link)
        if (!state.has(link.target)) {
          state.set(link.target, "open")
          stack.push({ id: link.target, at: 0 })
        }
      }
    }
  }
  return kept
}

function columnsOf(ids: readonly string[], links: readonly GraphLink[]): Map<string, number> {
  const into = groupBy(links, (link) => link.target)
  const outOf = groupBy(links, (link) => link.source)
  const waiting = new Map(ids.map((id) => [id, into.get(id)?.length ?? 0]))
  const columns = new Map<string, number>(ids.map((id) => [id, 0]))
  const ready = ids.filter((id) => waiting.get(id) === 0)
  for (let at = 0; at < ready.length; at++) {
    for (const { target } of outOf.get(ready[at]) ?? []) {
      columns.set(target, Math.max(columns.get(target)!, columns.get(ready[at])! + 1))
      waiting.set(target, waiting.get(target)! - 1)
      if (waiting.get(target) === 0) ready.push(target)
    }
  }
  // A source stands right before the first that needs it, not at the far left.
  for (const id of ids) {
    if (into.has(id) || !outOf.has(id)) continue
    columns.set(id, Math.max(0, Math.min(...outOf.get(id)!.map(({ target }) => columns.get(target)!)) - 1))
  }
  return columns
}

function makeSlots(ids: readonly string[], columns: Map<string, number>, links: readonly GraphLink[]) {
  const slots: Slot[] = ids.map((id) => ({ id, column: columns.get(id)!, isNode: true, y: 0 }))
  const pieces: GraphLink[] = []
  const lanes = new Map<GraphLink, string[]>()
  for (const link of links) {
    const way = [link.source]
    for (let column = columns.get(link.source)! + 1; column < columns.get(link.target)!; column++) {
      const id = `${link.source}>${link.target}@${column}`
      slots.push({ id, column, isNode: false, y: 0 })
      way.push(id)
    }
    way.push(link.target)
    for (let at = 1; at < way.length; at++) pieces.push({ source: way[at - 1], target: way[at] })
    lanes.set(link, way.slice(1, -1))
  }
  return { slots, pieces, lanes }
}

/** Slots by column, sorted by the mean place of their neighbours, over and back a few times. */
function order(slots: Slot[], pieces: readonly GraphLink[]): Slot[][] {
  const last = Math.max(0, ...slots.map((slot) => slot.column))
  const grid: Slot[][] = Array.from({ length: last + 1 }, (_, column) => slots.filter((slot) => slot.column === column))
  const before = neighbours(pieces, "target", "source")
  const after = neighbours(pieces, "source", "target")
  const place = new Map<string, number>()
  const number = (column: Slot[]) => {
    for (const [row, slot] of column.entries()) place.set(slot.id, row)
  }
  for (const column of grid) number(column)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [side, columns] = sweep % 2 === 0 ? [before, grid] : [after, [...grid].reverse()]
    for (const column of columns) {
      const weight = new Map(column.map((slot) => [slot, mean(side.get(slot.id), place) ?? place.get(slot.id)!]))
      column.sort((one, other) => weight.get(one)! - weight.get(other)!)
      number(column)
    }
  }
  return grid
}

/** Heights: each slot near its neighbours, none closer to the next than a row. */
function spread(grid: Slot[][], pieces: readonly GraphLink[]): void {
  const before = neighbours(pieces, "target", "source")
  const after = neighbours(pieces, "source", "target")
  const y = new Map<string, number>()
  const keep = (column: Slot[]) => {
    for (const slot of column) y.set(slot.id, slot.y)
  }
  for (const column of grid) {
    stack(column, () => null)
    keep(column)
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const columns = sweep % 2 === 0 ? grid : [...grid].reverse()
    for (const column of columns) {
      stack(column, (slot) => mean([...(before.get(slot.id) ?? []), ...(after.get(slot.id) ?? [])], y))
      keep(column)
    }
  }
}

const heightOf = (slot: Slot) => (slot.isNode ? NODE_HEIGHT + ROW_GAP : ROW_GAP)

/** Give a column's slots heights in their order, as near to the wanted ones as the distance allows. */
function stack(column: Slot[], wanted: (slot: Slot) => number | null): void {
  let total = 0
  for (const slot of column) total += heightOf(slot)
  let floor = Number.NEGATIVE_INFINITY
  let offset = 0
  const targets = column.map((slot) => wanted(slot))
  for (const [row, slot] of column.entries()) {
    const fallback = -total / 2 + offset + heightOf(slot) / 2
    slot.y = Math.max(targets[row] ?? fallback, floor + heightOf(slot) / 2)
    floor = slot.y + heightOf(slot) / 2
    offset += heightOf(slot)
  }
  // Pushing down alone would let columns sink: move them back by the mean of what was pushed.
  const drift = column.reduce((sum, slot, row) => sum + (targets[row] === null ? 0 : slot.y - targets[row]!), 0)
  const shift = drift / Math.max(1, column.length)
  for (const slot of column) slot.y -= shift
}

function finish(grid: Slot[][], links: readonly GraphLink[], lanes: Map<GraphLink, string[]>): Layout {
  const all = grid.flat()
  const top = Math.min(0, ...all.map((slot) => slot.y - NODE_HEIGHT / 2))
  const centre = new Map(
    all.map((slot) => [slot.id, { x: slot.column * (NODE_WIDTH + COLUMN_GAP), y: slot.y - top }] as const),
  )
  const places: Layout["places"] = new Map()
  for (const [column, slots] of grid.entries()) {
    for (const [row, slot] of slots.filter((one) => one.isNode).entries()) {
      const { x, y } = centre.get(slot.id)!
      places.set(slot.id, { x, y: y - NODE_HEIGHT / 2, column, row })
    }
  }
  const placed = links.map((link) => ({ ...link, points: pointsOf(link, lanes.get(link) ?? [], centre) }))
  const height = Math.max(0, ...all.map((slot) => slot.y - top + NODE_HEIGHT / 2))
  return { places, links: placed, width: grid.length * (NODE_WIDTH + COLUMN_GAP) - COLUMN_GAP, height }
}

/** From the right edge of the source, straight through the lanes, to the left edge of the target. */
function pointsOf(link: GraphLink, lanes: readonly string[], centre: Map<string, Point>): Point[] {
  const from = centre.get(link.source)!
  const to = centre.get(link.target)!
  const through = lanes.flatMap((id) => {
    const { x, y } = centre.get(id)!
    return [
      { x, y },
      { x: x + NODE_WIDTH, y },
    ]
  })
  return [{ x: from.x + NODE_WIDTH, y: from.y }, ...through, { x: to.x, y: to.y }]
}

/** A smooth line through the points of a link. */
export function linkPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  let text = `M${first.x} ${first.y}`
  let before = first
  for (const point of rest) {
    const middle = (before.x + point.x) / 2
    text += ` C${middle} ${before.y} ${middle} ${point.y} ${point.x} ${point.y}`
    before = point
  }
  return text
}

function neighbours(pieces: readonly GraphLink[], of: keyof GraphLink, other: keyof GraphLink): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const piece of pieces) {
    const list = found.get(piece[of])
    if (list) list.push(piece[other])
    else found.set(piece[of], [piece[other]])
  }
  return found
}

function mean(ids: readonly string[] | undefined, values: Map<string, number>): number | null {
  if (!ids || ids.length === 0) return null
  return ids.reduce((sum, id) => sum + (values.get(id) ?? 0), 0) / ids.length
}

function groupBy(links: readonly GraphLink[], keyOf: (link: GraphLink) => string): Map<string, GraphLink[]> {
  const found = new Map<string, GraphLink[]>()
  for (const link of links) {
    const list = found.get(keyOf(link))
    if (list) list.push(link)
    else found.set(keyOf(link), [link])
  }
  return found
}
