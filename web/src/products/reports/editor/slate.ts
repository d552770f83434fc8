import type { BaseEditor } from "slate"
import type { HistoryEditor } from "slate-history"
import type { ReactEditor } from "slate-react"
import type { Element, Leaf } from "../document/blocks"

/** Slate's nodes are the blocks of the document themselves. */
declare module "slate" {
  interface CustomTypes {
    Editor: BaseEditor & ReactEditor & HistoryEditor
    Element: Element
    Text: Leaf
  }
}
