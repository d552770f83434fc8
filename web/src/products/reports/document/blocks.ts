import type { Json, JsonObject } from "@/api"

/**
 * The blocks of a report are those of wandb's report package, and what is edited are the same objects: there is one
 * model, and nothing is lost in between. Source: `wandb_workspaces/reports/v2/internal.py` of wandb-workspaces 0.4.13.
 */
export interface Leaf {
  text: string
  inlineCode?: boolean
  bold?: boolean
  italic?: boolean
  underline?: boolean
  strikethrough?: boolean
}

export interface Element {
  type: string
  children: (Element | Leaf)[]
  [property: string]: unknown
}

export type Mark = Exclude<keyof Leaf, "text">

/** Blocks that hold text, and the lines of those that hold several. */
const TEXT = new Set(["paragraph", "default", "heading", "block-quote", "code-line", "callout-line"])
const LINES: Record<string, string> = { list: "list-item", "code-block": "code-line", "callout-block": "callout-line" }

/** Blocks that are one thing: a cursor stands before or after them, never inside. */
const THINGS = new Set([
  "panel-grid",
  "markdown-block",
  "image",
  "video",
  "horizontal-rule",
  "table-of-contents",
  "gallery",
  "spotify",
  "soundcloud",
  "twitter",
  "weave-panel",
])
/** What stands for a block that this editor does not know: it is shown by name, and kept as it is. */
export const KEPT = "kept"

export const isElement = (node: unknown): node is Element =>
  typeof node === "object" && node !== null && "type" in node && typeof node.type === "string"

export const isInline = (node: unknown): boolean =>
  isElement(node) && (node.type === "link" || (node.type === "latex" && !node.block))

export const isThing = (node: unknown): boolean =>
  isElement(node) && (THINGS.has(node.type) || node.type === "latex" || node.type === KEPT)

export const lineType = (type: string): string | undefined => LINES[type]

/** Can the editor take this block, without changing anything that it does not know? */
export function isKnown(node: unknown): node is Element {
  if (!isElement(node) || !Array.isArray(node.children) || isInline(node)) return false
  if (isThing(node)) return node.type !== KEPT
  const line = LINES[node.type]
  if (line) return node.children.length > 0 && node.children.every((child) => isLine(child, line))
  return TEXT.has(node.type) && isText(node.children)
}

function isLine(node: unknown, type: string): boolean {
  if (!isElement(node) || node.type !== type || !Array.isArray(node.children)) return false
  return type === "list-item" ? node.children.every(isItemPart) && node.children.length > 0 : isText(node.children)
}

/** Items of lists hold paragraphs, or lists of their own. */
const isItemPart = (node: unknown): boolean =>
  isElement(node) && (node.type === "paragraph" || node.type === "list") && isKnown(node)

const isText = (nodes: unknown[]): boolean =>
  nodes.length > 0 && nodes.every((node) => isLeaf(node) || isInlineText(node))

const isLeaf = (node: unknown): node is Leaf =>
  typeof node === "object" && node !== null && "text" in node && typeof node.text === "string"

const isInlineText = (node: unknown): boolean =>
  isInline(node) && Array.isArray((node as Element).children) && (node as Element).children.every(isLeaf)

export const paragraph = (text = ""): Element => ({ type: "paragraph", children: [{ text }] })

/** All text of a node. */
export function textOf(node: Element | Leaf): string {
  if ("text" in node && typeof node.text === "string") return node.text
  const { children, content } = node as Element
  return typeof content === "string" ? content : children.map(textOf).join("")
}

/** The documents' objects are JSON, whatever is in them. */
export const asObject = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
export const asList = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])
export const asText = (value: unknown): string => (typeof value === "string" ? value : "")
