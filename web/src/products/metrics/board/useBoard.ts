import { useCallback, useMemo } from "react"
import { useUrlState } from "@/ui/useUrlState"
import { type Board, EMPTY_BOARD, formatBoard, parseBoard } from "./board"
import { parseOldPanels } from "./oldPanels"

/** The board in the address, and a way to change it. Each change is a step that can be taken back. */
export function useBoard(): [Board, (change: (board: Board) => Board) => void] {
  const [{ board: text, panels: old }, patch] = useUrlState()
  const board = useMemo(
    () => (text || !old ? parseBoard(text) : { ...EMPTY_BOARD, panels: parseOldPanels(old) }),
    [text, old],
  )
  const change = useCallback(
    (edit: (board: Board) => Board) => patch({ board: formatBoard(edit(board)), panels: null }, { push: true }),
    [board, patch],
  )
  return [board, change]
}
