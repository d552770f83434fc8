import { useMemo, useState } from "react"
import type { Arrangement } from "../MetricPanel"
import { type BoardActions, useBoardActions } from "./actions"
import { arranged, type Section } from "./arrange"
import type { Asking } from "./BoardDialogs"
import { type Board, EMPTY_BOARD } from "./board"
import { useBoard } from "./useBoard"

interface Arranged {
  board: Board
  sections: Section[]
  /** Null where panels stand as they come. */
  arrangement: Arrangement | null
  actions: BoardActions
  asking: Asking
  ask: (asking: Asking) => void
}

/** The sections as people arranged them, and what they do with them. */
export function useArrangement(automatic: readonly Section[], metrics: readonly string[], may: boolean): Arranged {
  const [inAddress, change] = useBoard()
  const board = may ? inAddress : EMPTY_BOARD
  const sections = useMemo(() => arranged(automatic, board), [automatic, board])
  const [asking, ask] = useState<Asking>(null)
  const actions = useBoardActions({ sections, metrics, change, onEdit: (id) => ask({ what: "panel", id }) })
  const arrangement = useMemo(
    () => (may ? { board, change, actions, onAdd: (section: string) => ask({ what: "kind", section }) } : null),
    [may, board, change, actions],
  )
  return { board, sections, arrangement, actions, asking, ask }
}
