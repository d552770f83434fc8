import { Editor, Node, Transforms } from "slate"
import { expect, test } from "vitest"
import { type Element, isElement } from "../document/blocks"
import { openDocument } from "../document/document"
import { convertTo } from "./convert"
import { createReportEditor } from "./createReportEditor"

function writing(...blocks: Element[]): Editor {
  const { editor } = createReportEditor(openDocument(JSON.stringify({ blocks })))
  Transforms.select(editor, Editor.end(editor, []))
  return editor
}
const text = (words = ""): Element => ({ type: "paragraph", children: [{ text: words }] })
const kinds = (editor: Editor) => editor.children.map((node) => (isElement(node) ? node.type : "?"))
const type = (editor: Editor, words: string) => {
  for (const letter of words) editor.insertText(letter)
}

test("a line that begins like Markdown becomes what it says", () => {
  const editor = writing(text())
  type(editor, "## Results")
  expect(editor.children).toEqual([{ type: "heading", level: 2, children: [{ text: "Results" }] }])
  editor.insertBreak()
  type(editor, "1. one")
  editor.insertBreak()
  type(editor, "two")
  editor.insertBreak()
  editor.insertBreak()
  expect(kinds(editor)).toEqual(["heading", "list", "paragraph"])
  const list = editor.children[1] as Element
  expect(list).toMatchObject({ ordered: true, children: [{ ordered: true }, { ordered: true }] })
  expect(Node.string(list)).toBe("onetwo")
})

test("a new item of a check list is not done", () => {
  const item = { type: "list-item", checked: true, children: [text("a")] }
  const editor = writing({ type: "list", children: [item] })
  editor.insertBreak()
  expect((editor.children[0] as Element).children).toMatchObject([{ checked: true }, { checked: false }])
})

test("Backspace makes plain text first", () => {
  const editor = writing({ type: "heading", level: 1, children: [{ text: "" }] })
  editor.deleteBackward("character")
  expect(editor.children).toEqual([text()])
})

test("what is folded under a heading is not lost by Backspace", () => {
  const heading: Element = { type: "heading", level: 1, collapsedChildren: [text("in")], children: [{ text: "" }] }
  const editor = writing(heading)
  editor.deleteBackward("character")
  expect(editor.children).toEqual([heading])
})

test("Enter in code makes lines, and an empty last one leaves it", () => {
  const editor = writing(text())
  convertTo(editor, "code")
  type(editor, "a")
  editor.insertBreak()
  expect((editor.children[0] as Element).children).toHaveLength(2)
  editor.insertBreak()
  expect(kinds(editor)).toEqual(["code-block", "paragraph"])
  expect((editor.children[0] as Element).children).toHaveLength(1)
})

test("a thing takes the place of an empty line, and one can write behind it", () => {
  const editor = writing(text())
  convertTo(editor, "panels", { entity: "e", project: "p" })
  expect(kinds(editor)).toEqual(["panel-grid", "paragraph"])
  expect(editor.selection?.anchor.path[0]).toBe(1)
})
