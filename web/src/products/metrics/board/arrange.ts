import type { Board, Move } from "./board"

/** Panels that stand together, by their ids. */
export interface Section {
  name: string
  panels: string[]
}

/** Where added panels stand until they are moved. */
export const OWN_SECTION = "Panels"

/** The sections as people arranged them: what stands there by itself, with hidden panels out and moved ones moved. */
export function arranged(automatic: readonly Section[], board: Board): Section[] {
  const own = board.automatic === false ? [] : automatic
  const sections = new Map(ordered(own, board).map(({ name, panels }) => [name, [...panels]]))
  const section = (name: string) => {
    const found = sections.get(name) ?? []
    sections.set(name, found)
    return found
  }
  const home = new Map<string, string>()
  for (const [name, panels] of sections) for (const id of panels) home.set(id, name)
  for (const move of board.moves) {
    const from = home.get(move.id)
    // A metric that nobody shown has logged is not here to be moved.
    if (from === undefined) continue
    section(from).splice(section(from).indexOf(move.id), 1)
    insert(section(move.section), move)
    home.set(move.id, move.section)
  }
  const hidden = new Set(board.hidden)
  return [...sections]
    .map(([name, panels]) => ({ name, panels: panels.filter((id) => !hidden.has(id)) }))
    .filter(({ name, panels }) => panels.length > 0 || board.order.includes(name))
}

function insert(panels: string[], { id, before }: Move): void {
  const at = before === null ? -1 : panels.indexOf(before)
  panels.splice(at < 0 ? panels.length : at, 0, id)
}

/** With the sections of the board: the ones that were put in order first, then those of added panels, then the rest. */
function ordered(automatic: readonly Section[], board: Board): Section[] {
  const known = new Map(automatic.map((section) => [section.name, section.panels]))
  if (board.panels.length > 0) {
    known.set(OWN_SECTION, [...(known.get(OWN_SECTION) ?? []), ...board.panels.map(({ id }) => id)])
  }
  const rest = [...known.keys()].filter((name) => !board.order.includes(name) && name !== OWN_SECTION)
  const own = known.has(OWN_SECTION) && !board.order.includes(OWN_SECTION) ? [OWN_SECTION] : []
  return [...board.order, ...own, ...rest].map((name) => ({ name, panels: known.get(name) ?? [] }))
}

/** Where a panel comes to stand, one place on; it goes on to the next section at the ends. Null at the very end. */
export function nextPlace(sections: readonly Section[], id: string, step: 1 | -1): Move | null {
  const at = sections.findIndex(({ panels }) => panels.includes(id))
  if (at < 0) return null
  const { name, panels } = sections[at]
  const place = panels.indexOf(id)
  if (step < 0 && place > 0) return { id, section: name, before: panels[place - 1] }
  if (step > 0 && place < panels.length - 1) return { id, section: name, before: panels[place + 2] ?? null }
  const next = sections[at + step]
  return next ? { id, section: next.name, before: step > 0 ? (next.panels[0] ?? null) : null } : null
}
