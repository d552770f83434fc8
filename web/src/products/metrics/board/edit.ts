import type { Board, LineSettings, Move, PanelSpec, SectionSettings } from "./board"

/** Changes of a board. None of them changes the one it is given. */

export const isAdded = (board: Board, id: string): boolean => board.panels.some((panel) => panel.id === id)

/** A name that neither a panel nor a metric has. */
function freshId(board: Board, taken: ReadonlySet<string>): string {
  let number = board.panels.length + 1
  while (isAdded(board, `+${number}`) || taken.has(`+${number}`)) number++
  return `+${number}`
}

/** With a new panel, where a move says; by itself it stands at the end of the section of added panels. */
export function withPanel(
  board: Board,
  panel: Omit<PanelSpec, "id">,
  place: Omit<Move, "id"> | null,
  metrics: ReadonlySet<string>,
): Board {
  const id = freshId(board, metrics)
  const next = { ...board, panels: [...board.panels, { ...panel, id }] }
  return place ? moved(next, { ...place, id }) : next
}

/** With a second panel like this one, beside it. One of a metric becomes an added panel. */
export function duplicated(board: Board, id: string, place: Omit<Move, "id">, metrics: ReadonlySet<string>): Board {
  const panel = board.panels.find((one) => one.id === id)
  const next = withPanel(board, panel ?? { kind: "line", fields: [id] }, place, metrics)
  const copy = next.panels[next.panels.length - 1].id
  const { lines, sizes } = board
  return {
    ...next,
    lines: id in lines ? { ...lines, [copy]: lines[id] } : lines,
    sizes: id in sizes ? { ...sizes, [copy]: sizes[id] } : sizes,
  }
}

export function withChanged(board: Board, panel: PanelSpec): Board {
  return { ...board, panels: board.panels.map((one) => (one.id === panel.id ? panel : one)) }
}

/** An added panel goes away; one of a metric is hidden, and can be shown again. */
export function without(board: Board, id: string): Board {
  if (!isAdded(board, id)) return { ...board, hidden: [...board.hidden.filter((one) => one !== id), id] }
  return {
    ...board,
    panels: board.panels.filter((panel) => panel.id !== id),
    lines: omit(board.lines, id),
    sizes: omit(board.sizes, id),
    moves: board.moves.filter((move) => move.id !== id),
  }
}

export const shownAgain = (board: Board, ids: readonly string[]): Board => ({
  ...board,
  hidden: board.hidden.filter((id) => !ids.includes(id)),
})

/** An earlier move of the same panel is forgotten, unless a later one stands beside it. */
export function moved(board: Board, move: Move): Board {
  const moves = board.moves.filter(
    (one, at) => one.id !== move.id || board.moves.slice(at + 1).some((later) => later.before === move.id),
  )
  return { ...board, moves: [...moves, move] }
}

export function sized(board: Board, id: string, [width, height]: [number, number]): Board {
  const sizes = width === 1 && height === 1 ? omit(board.sizes, id) : { ...board.sizes, [id]: [width, height] as const }
  return { ...board, sizes: sizes as Board["sizes"] }
}

export function withLines(board: Board, id: string, settings: LineSettings): Board {
  return { ...board, lines: kept(board.lines, id, settings) }
}

export function withSection(board: Board, name: string, settings: SectionSettings): Board {
  return { ...board, sections: kept(board.sections, name, settings) }
}

/** A section one place up or down among those shown; from then on their order is kept. */
export function withSectionMoved(board: Board, shown: readonly string[], name: string, step: 1 | -1): Board {
  const at = shown.indexOf(name)
  if (at < 0 || shown[at + step] === undefined) return board
  const order = shown.toSpliced(at, 1).toSpliced(at + step, 0, name)
  return { ...board, order: order.slice(0, Math.max(at, at + step, lastOf(board, shown)) + 1) }
}

/** Only as many names are kept as the order needs: new sections come after them. */
const lastOf = (board: Board, shown: readonly string[]) =>
  Math.max(-1, ...board.order.map((name) => shown.indexOf(name)))

export function withNewSection(board: Board, name: string): Board {
  return { ...board, order: [name, ...board.order.filter((one) => one !== name)] }
}

/** An emptied section that somebody made goes away. */
export const withoutSection = (board: Board, name: string): Board => ({
  ...board,
  order: board.order.filter((one) => one !== name),
  sections: omit(board.sections, name),
})

function kept<T extends object>(all: Record<string, T>, name: string, settings: T): Record<string, T> {
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T
  return Object.keys(set).length > 0 ? { ...all, [name]: set } : omit(all, name)
}

function omit<T>(all: Record<string, T>, name: string): Record<string, T> {
  const { [name]: _, ...others } = all
  return others
}
