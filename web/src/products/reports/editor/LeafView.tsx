import "./slate"
import type { RenderLeafProps } from "slate-react"
import { cx } from "@/lib/classNames"

/** A stretch of text with its marks. */
export function LeafView({ attributes, children, leaf }: RenderLeafProps) {
  const Tag = leaf.inlineCode ? "code" : "span"
  return (
    <Tag
      {...attributes}
      className={cx(
        leaf.bold && "font-semibold",
        leaf.italic && "italic",
        leaf.underline && "underline",
        leaf.strikethrough && "line-through",
        leaf.inlineCode && "rounded bg-sunken px-1 font-mono text-[0.9em]",
      )}
    >
      {children}
    </Tag>
  )
}
