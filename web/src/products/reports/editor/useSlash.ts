import "./slate"
import { type KeyboardEvent, useState } from "react"
import { Editor, Node, Range, Transforms } from "slate"
import { ReactEditor, useSlate } from "slate-react"
import { type BlockKind, convertTo } from "./convert"
import { SLASH_ITEMS } from "./slashItems"
import { topBlock } from "./typing"

/** The list that `/` opens at the beginning of a line. */
export function useSlash(editor: Editor, home: { entity: string; project: string }) {
  useSlate()
  const query = slashQuery(editor)
  const [closed, setClosed] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const items =
    query === null ? [] : SLASH_ITEMS.filter(({ label, words }) => `${label} ${words}`.toLowerCase().includes(query))
  const open = query !== null && closed !== query && items.length > 0
  const active = Math.min(at, items.length - 1)
  const choose = (kind: BlockKind) => {
    const top = topBlock(editor)
    if (!top) return
    Transforms.delete(editor, { at: Editor.range(editor, top[1]) })
    convertTo(editor, kind, home)
    setAt(0)
    ReactEditor.focus(editor)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false
    if (event.key === "ArrowDown") setAt((active + 1) % items.length)
    else if (event.key === "ArrowUp") setAt((active - 1 + items.length) % items.length)
    else if (event.key === "Enter" || event.key === "Tab") choose(items[active].kind)
    else if (event.key === "Escape") setClosed(query)
    else return false
    event.preventDefault()
    return true
  }
  return { open, items, active, choose, onKey, place: open ? placeOf(editor) : null }
}

export type Slash = ReturnType<typeof useSlash>

/** What stands behind the `/`; null when the line does not begin with one. */
function slashQuery(editor: Editor): string | null {
  const top = topBlock(editor)
  if (!editor.selection || !Range.isCollapsed(editor.selection) || top?.[0].type !== "paragraph") return null
  const text = Node.string(top[0])
  return text.startsWith("/") && text.length < 24 ? text.slice(1).trim().toLowerCase() : null
}

/** Below the line, in px of the window. */
function placeOf(editor: Editor): { left: number; top: number; bottom: number } | null {
  const top = topBlock(editor)
  if (!top) return null
  const box = ReactEditor.toDOMNode(editor, top[0]).getBoundingClientRect()
  return { left: box.left, top: box.top, bottom: box.bottom }
}
