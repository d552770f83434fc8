import type { BlockKind } from "./convert"

export interface SlashItem {
  kind: BlockKind
  label: string
  /** What one may type in front of a line instead. */
  hint: string
  /** Other words that find it. */
  words: string
}

export const SLASH_ITEMS: readonly SlashItem[] = [
  { kind: "panels", label: "Panel grid", hint: "live charts", words: "chart plot metrics" },
  { kind: "text", label: "Text", hint: "", words: "paragraph" },
  { kind: "heading 1", label: "Heading 1", hint: "#", words: "title h1" },
  { kind: "heading 2", label: "Heading 2", hint: "##", words: "h2" },
  { kind: "heading 3", label: "Heading 3", hint: "###", words: "h3" },
  { kind: "bullets", label: "Bulleted list", hint: "-", words: "unordered" },
  { kind: "numbers", label: "Numbered list", hint: "1.", words: "ordered" },
  { kind: "checks", label: "Check list", hint: "[]", words: "todo task" },
  { kind: "quote", label: "Quote", hint: ">", words: "blockquote" },
  { kind: "callout", label: "Callout", hint: "", words: "note info" },
  { kind: "code", label: "Code", hint: "```", words: "python" },
  { kind: "formula", label: "Formula", hint: "LaTeX", words: "math equation tex" },
  { kind: "markdown", label: "Markdown", hint: "", words: "table md" },
  { kind: "image", label: "Picture", hint: "", words: "image figure" },
  { kind: "divider", label: "Divider", hint: "---", words: "rule line" },
  { kind: "contents", label: "Table of contents", hint: "", words: "toc outline" },
]
