import "./slate"
import { createEditor, Editor, type Node } from "slate"
import { withHistory } from "slate-history"
import { withReact } from "slate-react"
import { type Element, isInline, isThing } from "../document/blocks"
import type { OpenDocument } from "../document/document"
import { withTyping } from "./typing"

/** An editor over the blocks of a document, and which of them are still as they were read. */
export interface ReportEditor {
  editor: Editor
  /** The text that a block was read from; undefined once it was changed. */
  sourceOf: (block: Element) => string | undefined
}

/** Raises Error if the blocks were not to survive being opened. */
export function createReportEditor(open: OpenDocument): ReportEditor {
  const editor = withTyping(withHistory(withReact(createEditor())))
  editor.isInline = isInline
  editor.isVoid = isThing
  editor.children = open.blocks
  // Slate puts empty texts around inlines before anybody has typed: that is no change of the block.
  Editor.normalize(editor, { force: true })
  if (editor.children.length !== open.blocks.length) throw new Error("the report cannot be opened for editing")
  const sources = new Map<Node, string>()
  for (const [at, source] of open.sources.entries()) sources.set(editor.children[at], source)
  editor.history = { undos: [], redos: [] }
  return { editor, sourceOf: (block) => sources.get(block) }
}
