import ReactMarkdown, { type Components } from "react-markdown"
import remarkGfm from "remark-gfm"

// HTML in the text stays text, and addresses other than http(s) and mail are dropped: react-markdown's own rules.
export const MARKDOWN_PARTS: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" className="text-accent hover:underline">
      {children}
    </a>
  ),
  // A picture from elsewhere would tell its server who reads this.
  img: ({ src, alt }) => (
    <a href={typeof src === "string" ? src : undefined} target="_blank" rel="noreferrer noopener nofollow">
      [{alt || "image"}]
    </a>
  ),
}

export const MARKDOWN_LOOK =
  "space-y-2 break-words [&_h1]:font-semibold [&_h1]:text-lg [&_h2]:font-semibold [&_h3]:font-semibold [&_ul]:list-disc [&_ul]:pl-5 " +
  "[&_ol]:list-decimal [&_ol]:pl-5 [&_code]:rounded [&_code]:bg-sunken [&_code]:px-1 [&_code]:font-mono [&_code]:text-sm " +
  "[&_pre]:overflow-x-auto [&_pre]:rounded-lg [&_pre]:bg-sunken [&_pre]:p-3 [&_blockquote]:border-line-strong [&_blockquote]:border-l-2 " +
  "[&_blockquote]:pl-3 [&_td]:border [&_td]:border-line [&_td]:px-2 [&_th]:border [&_th]:border-line [&_th]:px-2 [&_th]:text-left"

/** A text that somebody else wrote, as Markdown. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={MARKDOWN_LOOK}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={MARKDOWN_PARTS}>
        {text}
      </ReactMarkdown>
    </div>
  )
}
