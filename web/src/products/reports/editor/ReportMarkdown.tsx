import "katex/dist/katex.min.css"
import ReactMarkdown from "react-markdown"
import rehypeKatex from "rehype-katex"
import remarkGfm from "remark-gfm"
import remarkMath from "remark-math"
import { MARKDOWN_LOOK, MARKDOWN_PARTS } from "@/ui/Markdown"

/** Markdown with formulas, as reports have it. HTML in it stays text. */
export default function ReportMarkdown({ text }: { text: string }) {
  return (
    <div className={MARKDOWN_LOOK}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm, remarkMath]}
        rehypePlugins={[[rehypeKatex, { throwOnError: false, strict: false, maxExpand: 1000 }]]}
        components={MARKDOWN_PARTS}
      >
        {text}
      </ReactMarkdown>
    </div>
  )
}
