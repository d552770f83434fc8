import "./slate"
import { Editor, Range, Transforms } from "slate"
import { type Element, isElement, type Mark } from "../document/blocks"

const KEYS: Record<string, Mark> = { b: "bold", i: "italic", u: "underline", e: "inlineCode" }

export const isMarked = (editor: Editor, mark: Mark): boolean => Boolean(Editor.marks(editor)?.[mark])

export function toggleMark(editor: Editor, mark: Mark): void {
  if (isMarked(editor, mark)) Editor.removeMark(editor, mark)
  else Editor.addMark(editor, mark, true)
}

/** The mark that Ctrl or ⌘ and this key stands for. */
export const markOfKey = (key: string): Mark | undefined => KEYS[key.toLowerCase()]

const isLink = (node: unknown) => isElement(node) && node.type === "link"

export function linkAt(editor: Editor): Element | null {
  return (Editor.above<Element>(editor, { match: isLink })?.[0] as Element | undefined) ?? null
}

/** The selected words lead to an address; an empty one takes the link away. */
export function setLink(editor: Editor, url: string): void {
  if (linkAt(editor)) Transforms.unwrapNodes(editor, { match: isLink })
  if (!url || !editor.selection) return
  if (Range.isCollapsed(editor.selection)) {
    Transforms.insertNodes(editor, { type: "link", url, children: [{ text: url }] })
  } else {
    Transforms.wrapNodes(editor, { type: "link", url, children: [] }, { split: true })
  }
}

/** Addresses that a link may lead to: no scripts. */
export const isSafeUrl = (url: string): boolean => /^(https?:|mailto:|\/)/i.test(url.trim())
