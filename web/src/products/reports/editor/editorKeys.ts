import "./slate"
import type { KeyboardEvent } from "react"
import { type Editor, Transforms } from "slate"
import { isMac } from "@/lib/keyboard"
import { markOfKey, toggleMark } from "./marks"
import { insertAfter, topBlock } from "./typing"

/** Keys of the editor itself; those of the page do not act while one writes. */
export function onEditorKey(editor: Editor, event: KeyboardEvent): void {
  const mod = isMac ? event.metaKey : event.ctrlKey
  const mark = mod && !event.shiftKey && !event.altKey ? markOfKey(event.key) : undefined
  const top = topBlock(editor)
  if (mark) toggleMark(editor, mark)
  else if (mod && event.key === "Enter" && top) insertAfter(editor, top[1])
  else if (event.altKey && event.key === "ArrowUp" && top) moveBlock(editor, top[1][0], -1)
  else if (event.altKey && event.key === "ArrowDown" && top) moveBlock(editor, top[1][0], 1)
  else if (event.key === "Tab" && top?.[0].type === "code-block") editor.insertText("    ")
  else return
  event.preventDefault()
  event.stopPropagation()
}

function moveBlock(editor: Editor, at: number, step: number): void {
  const to = at + step
  if (to >= 0 && to < editor.children.length) Transforms.moveNodes(editor, { at: [at], to: [to] })
}
