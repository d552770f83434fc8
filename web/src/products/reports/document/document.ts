import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser"
import { type Element, isKnown, KEPT, paragraph } from "./blocks"

/**
 * A report's document, opened for reading or editing. Blocks that nobody touches are written back as the very text that
 * they were read from: numbers keep their digits, and what this editor does not know keeps everything.
 */
export interface OpenDocument {
  blocks: Element[]
  /** Everything before and after the blocks. */
  before: string
  after: string
  /** The text of each block as it was read. */
  sources: string[]
}

/** Raises SyntaxError for what is not a JSON object. */
export function openDocument(text: string): OpenDocument {
  const parsed: unknown = JSON.parse(text)
  const root = parseTree(text)
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed) || !root) {
    throw new SyntaxError("the document of a report is an object")
  }
  const list = findNodeAtLocation(root, ["blocks"])
  if (list?.type !== "array") return { ...around(text, root), blocks: [paragraph()], sources: [] }
  const sources = (list.children ?? []).map((node) => text.slice(node.offset, node.offset + node.length))
  const blocks = sources.map((source) => toBlock(JSON.parse(source)))
  return {
    blocks: blocks.length ? blocks : [paragraph()],
    before: text.slice(0, list.offset),
    after: text.slice(list.offset + list.length),
    sources,
  }
}

/** Where blocks come in a document that has none. */
function around(text: string, root: Node): Pick<OpenDocument, "before" | "after"> {
  const end = root.offset + root.length - 1
  const comma = root.children?.length ? "," : ""
  return { before: `${text.slice(0, end)}${comma}"blocks":`, after: text.slice(end) }
}

const toBlock = (block: unknown): Element => (isKnown(block) ? block : { type: KEPT, block, children: [{ text: "" }] })

const fromBlock = (block: Element): unknown => (block.type === KEPT ? block.block : block)

/** The document with these blocks; `sourceOf` gives the text of those that are as they were read. */
export function formatDocument(
  open: OpenDocument,
  blocks: readonly Element[],
  sourceOf: (block: Element) => string | undefined,
): string {
  const texts = blocks.map((block) => sourceOf(block) ?? JSON.stringify(fromBlock(block)))
  return `${open.before}[${texts.join(",")}]${open.after}`
}

/** A new report, as the package would begin it. */
export const EMPTY_DOCUMENT = JSON.stringify({
  version: 5,
  panelSettings: {},
  blocks: [paragraph()],
  width: "readable",
  authors: [],
  discussionThreads: [],
})

/** How wide the document wants to be read. */
export function widthOf(text: string): "readable" | "fixed" | "fluid" {
  const { width } = JSON.parse(text) as { width?: unknown }
  return width === "fixed" || width === "fluid" ? width : "readable"
}
