import { useMemo, useRef } from "react"
import { nextPlace, type Section } from "./arrange"
import type { Board, LineSettings, PanelSpec } from "./board"
import { duplicated, moved, sized, withChanged, withLines, without, withPanel } from "./edit"
import type { Edge } from "./useDragging"

/** What people do with panels. */
export interface BoardActions {
  /** Beside another panel, in whatever section that stands. */
  put: (id: string, beside: string, edge: Edge) => void
  toSection: (id: string, section: string) => void
  /** One place on or back, from the keyboard. */
  step: (id: string, step: 1 | -1) => void
  resize: (id: string, size: [number, number]) => void
  remove: (id: string) => void
  duplicate: (id: string) => void
  add: (panel: Omit<PanelSpec, "id">, section: string | null, lines?: LineSettings) => void
  change: (panel: PanelSpec, lines?: LineSettings) => void
  /** The settings of a panel are asked for. */
  edit: (id: string) => void
  /** Was the panel moved by the keyboard, so that it keeps the focus? True once for each move. */
  takeHeld: (id: string) => boolean
}

interface Canvas {
  sections: readonly Section[]
  metrics: readonly string[]
  change: (edit: (board: Board) => Board) => void
  onEdit: (id: string) => void
}

/** The actions, always the same object: panels are not drawn anew because others were moved. */
export function useBoardActions(canvas: Canvas): BoardActions {
  const latest = useRef(canvas)
  latest.current = canvas
  const held = useRef<string | null>(null)
  return useMemo(() => {
    const change = (edit: (board: Board) => Board) => latest.current.change(edit)
    const sectionOf = (id: string) => latest.current.sections.find(({ panels }) => panels.includes(id))
    const metrics = () => new Set(latest.current.metrics)
    return {
      put: (id, beside, edge) => {
        const section = sectionOf(beside)
        if (!section || id === beside) return
        const others = section.panels.filter((one) => one !== id)
        const before = edge === "before" ? beside : (others[others.indexOf(beside) + 1] ?? null)
        change((board) => moved(board, { id, section: section.name, before }))
      },
      toSection: (id, section) => change((board) => moved(board, { id, section, before: null })),
      step: (id, step) => {
        const place = nextPlace(latest.current.sections, id, step)
        if (!place) return
        held.current = id
        change((board) => moved(board, place))
      },
      resize: (id, size) => change((board) => sized(board, id, size)),
      remove: (id) => change((board) => without(board, id)),
      duplicate: (id) => {
        const section = sectionOf(id)
        if (!section) return
        const before = section.panels[section.panels.indexOf(id) + 1] ?? null
        change((board) => duplicated(board, id, { section: section.name, before }, metrics()))
      },
      add: (panel, section, lines = {}) =>
        change((board) => {
          const next = withPanel(board, panel, section === null ? null : { section, before: null }, metrics())
          return withLines(next, next.panels[next.panels.length - 1].id, lines)
        }),
      change: (panel, lines) =>
        change((board) => {
          const next = withChanged(board, panel)
          return lines ? withLines(next, panel.id, lines) : next
        }),
      edit: (id) => latest.current.onEdit(id),
      takeHeld: (id) => {
        const isHeld = held.current === id
        if (isHeld) held.current = null
        return isHeld
      },
    }
  }, [])
}
