import fc from "fast-check"
import { type Editor, Transforms } from "slate"
import { expect, test } from "vitest"
import { createReportEditor } from "../editor/createReportEditor"
import { type Element, isElement, KEPT } from "./blocks"
import { EMPTY_DOCUMENT, formatDocument, openDocument } from "./document"
// A report with every block and panel of the package: `Report(...)._to_model().spec` of wandb-workspaces 0.4.13.
import every from "./everyBlock.json"

/** Opens a document in an editor, changes it, and writes it. */
function edited(text: string, change: (editor: Editor) => void = () => {}): string {
  const open = openDocument(text)
  const { editor, sourceOf } = createReportEditor(open)
  change(editor)
  return formatDocument(open, editor.children.filter(isElement), sourceOf)
}

test("a report with every block is opened and written as it was, to the last byte", () => {
  const text = JSON.stringify(every, null, 1)
  const blocks = openDocument(text).blocks
  expect(blocks.map(({ type }) => type)).not.toContain(KEPT)
  expect(JSON.parse(edited(text))).toEqual(every)
  const compact = JSON.stringify(every)
  expect(edited(compact)).toBe(compact)
})

test("a changed paragraph changes nothing else: numbers keep their digits, unknown blocks everything", () => {
  const text =
    '{"version":5,"x":1.0,"blocks":[{"type":"from-the-future","children":[1.0,{"a":[]}],"big":12345678901234567890},' +
    '{"type":"paragraph","children":[{"text":"a"}]},{"type":"panel-grid","children":[{"text":""}],"metadata":{"w":2.50}}],"width":"readable"}'
  const changed = edited(text, (editor) => Transforms.insertText(editor, "b", { at: { path: [1, 0], offset: 1 } }))
  expect(changed).toBe(text.replace('{"text":"a"}', '{"text":"ab"}'))
})

test("texts that Slate puts around a link are no change; they come with a change of that block alone", () => {
  const link = { type: "link", url: "https://e.org", children: [{ text: "e" }] }
  const text = JSON.stringify({
    blocks: [
      { type: "paragraph", children: [link] },
      { type: "paragraph", children: [{ text: "" }] },
    ],
  })
  expect(edited(text)).toBe(text)
  const changed = edited(text, (editor) => Transforms.insertText(editor, "x", { at: { path: [0, 0], offset: 0 } }))
  expect(JSON.parse(changed).blocks[0].children).toEqual([{ text: "x" }, link, { text: "" }])
})

test("a document without blocks gets some", () => {
  expect(JSON.parse(edited("{}")).blocks).toEqual([{ type: "paragraph", children: [{ text: "" }] }])
  expect(JSON.parse(edited('{"width": "fluid"}')).width).toBe("fluid")
  expect(edited(EMPTY_DOCUMENT)).toBe(EMPTY_DOCUMENT)
  expect(() => openDocument("[]")).toThrow(SyntaxError)
})

const leaf = fc.record({ text: fc.string() }, { requiredKeys: ["text"] })
const known: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ type: fc.constant("paragraph"), children: fc.array(leaf, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    type: fc.constant("heading"),
    level: fc.integer({ min: 1, max: 3 }),
    children: fc.array(leaf, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ type: fc.constant("markdown-block"), content: fc.string(), children: fc.constant([{ text: "" }]) }),
  fc.record({ type: fc.constant("panel-grid"), metadata: fc.jsonValue(), children: fc.constant([{ text: "" }]) }),
)
const anything = fc.oneof(known, fc.jsonValue(), fc.record({ type: fc.string(), children: fc.jsonValue() }))

test("whatever stands among the blocks comes back byte for byte", () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 6 }), fc.jsonValue(), (blocks, rest) => {
      const text = JSON.stringify({ rest, blocks, width: "readable" })
      expect(edited(text)).toBe(text)
    }),
    { numRuns: 200 },
  )
})

test("a block that is put in between leaves its neighbours as they were", () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 1, maxLength: 5 }), fc.nat(4), (blocks, at) => {
      const place = at % blocks.length
      const added: Element = { type: "paragraph", children: [{ text: "new" }] }
      const text = edited(JSON.stringify({ blocks }), (editor) =>
        Transforms.insertNodes(editor, added, { at: [place] }),
      )
      const sources = blocks.map((block) => JSON.stringify(block))
      expect(text).toBe(`{"blocks":[${sources.toSpliced(place, 0, JSON.stringify(added)).join(",")}]}`)
    }),
    { numRuns: 100 },
  )
})
