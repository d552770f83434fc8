import "./slate"
import { Editor, Node, Transforms } from "slate"
import { type Element, isElement, type Leaf, paragraph } from "../document/blocks"
import { newGrid } from "../document/panels"

export type BlockKind =
  | "text"
  | "heading 1"
  | "heading 2"
  | "heading 3"
  | "bullets"
  | "numbers"
  | "checks"
  | "quote"
  | "callout"
  | "code"
  | "formula"
  | "markdown"
  | "image"
  | "divider"
  | "contents"
  | "panels"

type Text = Element["children"]

const empty: Text = [{ text: "" }]
const list = (of: Text, more: object) => ({
  type: "list",
  ...("ordered" in more ? { ordered: true } : {}),
  children: [item(of, more)],
})
const item = (of: Text, more: object): Element => ({
  type: "list-item",
  ...more,
  children: [{ type: "paragraph", children: of }],
})
const plain = (of: Text): Leaf[] => [{ text: of.map((node) => Node.string(node)).join("") }]

/** A block of each kind that can hold this text; things hold none. */
const TEXT_BLOCKS: Partial<Record<BlockKind, (of: Text) => Element>> = {
  text: (of) => ({ type: "paragraph", children: of }),
  "heading 1": (of) => ({ type: "heading", level: 1, children: of }),
  "heading 2": (of) => ({ type: "heading", level: 2, children: of }),
  "heading 3": (of) => ({ type: "heading", level: 3, children: of }),
  bullets: (of) => list(of, {}),
  numbers: (of) => list(of, { ordered: true }),
  checks: (of) => list(of, { checked: false }),
  quote: (of) => ({ type: "block-quote", children: of }),
  callout: (of) => ({ type: "callout-block", children: [{ type: "callout-line", children: of }] }),
  code: (of) => ({
    type: "code-block",
    language: "python",
    children: [{ type: "code-line", language: "python", children: plain(of) }],
  }),
}

type Home = { entity: string; project: string }

const THINGS: Partial<Record<BlockKind, (home: Home) => Element>> = {
  formula: () => ({ type: "latex", content: "", block: true, children: empty }),
  markdown: () => ({ type: "markdown-block", content: "", children: empty }),
  image: () => ({ type: "image", url: "", hasCaption: false, children: empty }),
  divider: () => ({ type: "horizontal-rule", children: empty }),
  contents: () => ({ type: "table-of-contents", children: empty }),
  panels: (home) => newGrid(home.entity, home.project, []),
}

/** Make the block with the cursor one of another kind, or put a thing in its place when it is empty. */
export function convertTo(editor: Editor, kind: BlockKind, home: Home = { entity: "", project: "" }): void {
  const at = editor.selection?.anchor.path[0]
  const block = at === undefined ? undefined : editor.children[at]
  if (at === undefined || !isElement(block)) return
  const thing = THINGS[kind]
  const make = TEXT_BLOCKS[kind]
  if (thing) insertThing(editor, at, block, thing(home))
  else if (make && !editor.isVoid(block)) replaceBlock(editor, at, make(textOfBlock(block)))
}

function replaceBlock(editor: Editor, at: number, next: Element): void {
  Editor.withoutNormalizing(editor, () => {
    Transforms.removeNodes(editor, { at: [at] })
    Transforms.insertNodes(editor, next, { at: [at] })
  })
  Transforms.select(editor, Editor.end(editor, [at]))
}

/** The text of a block's first line: converting one with several lines is left to the person. */
function textOfBlock(block: Element): Text {
  const first = block.children[0]
  return isElement(first) && !["link", "latex"].includes(first.type) ? textOfBlock(first) : block.children
}

function insertThing(editor: Editor, at: number, block: Element, thing: Element): void {
  const replace = block.type === "paragraph" && Node.string(block) === ""
  const place = replace ? at : at + 1
  Editor.withoutNormalizing(editor, () => {
    if (replace) Transforms.removeNodes(editor, { at: [at] })
    Transforms.insertNodes(editor, thing, { at: [place] })
    if (place === editor.children.length - 1) Transforms.insertNodes(editor, paragraph(), { at: [place + 1] })
  })
  Transforms.select(editor, Editor.start(editor, [place + 1]))
}
