import "./slate"
import { Editor, Node, type Path, Point, Range, Transforms } from "slate"
import { type Element, isElement, paragraph } from "../document/blocks"
import { type BlockKind, convertTo } from "./convert"

/** What a line begins with to become another kind of block, as in Markdown. */
const SHORTCUTS: Record<string, BlockKind> = {
  "#": "heading 1",
  "##": "heading 2",
  "###": "heading 3",
  "-": "bullets",
  "*": "bullets",
  "1.": "numbers",
  "[]": "checks",
  "[ ]": "checks",
  ">": "quote",
  "```": "code",
  "---": "divider",
}

/** Enter, Backspace and Space as one expects them in headings, lists, code and around things. */
export function withTyping(editor: Editor): Editor {
  const { insertText, insertBreak, deleteBackward } = editor
  editor.insertText = (text, options) => {
    if (text !== " " || !expandShortcut(editor)) insertText(text, options)
  }
  editor.insertBreak = () => {
    if (!breakBlock(editor)) insertBreak()
  }
  editor.deleteBackward = (unit) => {
    if (!resetBlock(editor)) deleteBackward(unit)
  }
  return editor
}

/** The block of the document that the cursor is in. */
export function topBlock(editor: Editor): [Element, Path] | null {
  const at = editor.selection?.anchor.path[0]
  const node = at === undefined ? undefined : editor.children[at]
  return isElement(node) && at !== undefined ? [node, [at]] : null
}

function expandShortcut(editor: Editor): boolean {
  const { selection } = editor
  const top = topBlock(editor)
  if (!selection || !Range.isCollapsed(selection) || top?.[0].type !== "paragraph") return false
  const before = { anchor: Editor.start(editor, top[1]), focus: selection.anchor }
  const kind = SHORTCUTS[Editor.string(editor, before)]
  if (!kind) return false
  Transforms.delete(editor, { at: before })
  convertTo(editor, kind)
  return true
}

/** The innermost element of one of these types around the cursor. */
function around(editor: Editor, ...types: string[]): [Element, Path] | null {
  const found = Editor.above<Element>(editor, { match: (node) => isElement(node) && types.includes(node.type) })
  return found ?? null
}

function breakBlock(editor: Editor): boolean {
  const top = topBlock(editor)
  if (!editor.selection || !top) return false
  const [block, path] = top
  if (editor.isVoid(block)) return insertAfter(editor, path)
  const item = around(editor, "list-item")
  if (item) return breakItem(editor, item)
  const line = around(editor, "code-line", "callout-line")
  if (line && isEmpty(line[0]) && isLast(block, line[1])) return leaveLines(editor, path, line[1])
  if (block.type === "heading" && Editor.isEnd(editor, editor.selection.anchor, path)) return insertAfter(editor, path)
  if (block.type === "block-quote" && isEmpty(block)) return toParagraph(editor, path)
  return false
}

function breakItem(editor: Editor, [item, path]: [Element, Path]): boolean {
  if (isEmpty(item)) return leaveList(editor)
  Transforms.splitNodes(editor, { match: (node) => isElement(node) && node.type === "list-item", always: true })
  if (item.checked !== undefined) {
    Transforms.setNodes<Element>(editor, { checked: false }, { at: [...path.slice(0, -1), (path.at(-1) ?? 0) + 1] })
  }
  return true
}

export function insertAfter(editor: Editor, path: Path): boolean {
  const at = [path[0] + 1]
  Transforms.insertNodes(editor, paragraph(), { at })
  Transforms.select(editor, Editor.start(editor, at))
  return true
}

function leaveList(editor: Editor): boolean {
  const of = (type: string) => (node: Node) => isElement(node) && node.type === type
  Editor.withoutNormalizing(editor, () => {
    Transforms.unwrapNodes(editor, { match: of("list"), split: true, mode: "lowest" })
    Transforms.unwrapNodes(editor, { match: of("list-item"), mode: "lowest" })
  })
  return true
}

function leaveLines(editor: Editor, block: Path, line: Path): boolean {
  const only = (editor.children[block[0]] as Element).children.length === 1
  Transforms.removeNodes(editor, { at: only ? block : line })
  return insertAfter(editor, only ? [block[0] - 1] : block)
}

function toParagraph(editor: Editor, path: Path): boolean {
  Transforms.unsetNodes(editor, ["level", "collapsedChildren"], { at: path })
  Transforms.setNodes<Element>(editor, { type: "paragraph" }, { at: path })
  return true
}

/** Backspace at the very start makes plain text of a block before it goes away. */
function resetBlock(editor: Editor): boolean {
  const { selection } = editor
  const top = topBlock(editor)
  if (!selection || !Range.isCollapsed(selection) || !top || editor.isVoid(top[0])) return false
  const [block, path] = top
  const item = around(editor, "list-item")
  if (item && Point.equals(selection.anchor, Editor.start(editor, item[1]))) return leaveList(editor)
  if (!Point.equals(selection.anchor, Editor.start(editor, path))) return false
  // What is folded away under a heading would be lost with it.
  if (block.type === "heading" && block.collapsedChildren) return true
  if (block.type === "heading" || block.type === "block-quote") return toParagraph(editor, path)
  const isLines = block.type === "code-block" || block.type === "callout-block"
  return isLines && isEmpty(block) ? leaveLines(editor, path, [...path, 0]) : false
}

const isEmpty = (node: Element) => Node.string(node) === "" && !JSON.stringify(node).includes('"latex"')
const isLast = (block: Element, line: Path) => line.at(-1) === block.children.length - 1
