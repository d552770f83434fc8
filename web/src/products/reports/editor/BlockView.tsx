import "./slate"
import { lazy, Suspense, useMemo } from "react"
import { Transforms } from "slate"
import { ReactEditor, type RenderElementProps, useReadOnly, useSlateStatic } from "slate-react"
import { cx } from "@/lib/classNames"
import type { Element } from "../document/blocks"
import { openDocument } from "../document/document"
import { anchorOf, levelOf } from "../document/outline"
import { useReportHome } from "./home"
import { isSafeUrl } from "./marks"
import { ReportReading } from "./ReportBody"
import { ThingView } from "./ThingView"

const Formula = lazy(() => import("./Formula"))

const HEADINGS = ["h2", "h3", "h4"] as const
const HEADING_LOOK = [
  "mt-8 mb-2 font-semibold text-2xl tracking-tight",
  "mt-6 mb-1.5 font-semibold text-xl",
  "mt-5 mb-1 font-semibold text-base",
]

/** One block, line or inline of a report. */
export function BlockView(props: RenderElementProps) {
  const { attributes, children, element } = props
  switch (element.type) {
    case "heading":
      return <HeadingView {...props} />
    case "list":
      return element.ordered ? (
        <ol {...attributes} className="my-2 list-decimal space-y-1 pl-6">
          {children}
        </ol>
      ) : (
        <ul {...attributes} className="my-2 list-disc space-y-1 pl-6">
          {children}
        </ul>
      )
    case "list-item":
      return <ItemView {...props} />
    case "block-quote":
      return (
        <blockquote {...attributes} className="my-3 border-line-strong border-l-2 pl-4 text-ink-2">
          {children}
        </blockquote>
      )
    case "code-block":
      return (
        <pre
          {...attributes}
          spellCheck={false}
          className="my-3 overflow-x-auto rounded-lg bg-sunken p-3 font-mono text-sm leading-relaxed"
        >
          {children}
        </pre>
      )
    case "callout-block":
      return (
        <aside {...attributes} className="my-3 rounded-lg border-accent border-l-4 bg-accent-soft px-4 py-2.5">
          {children}
        </aside>
      )
    case "code-line":
    case "callout-line":
      return <div {...attributes}>{children}</div>
    case "link":
      return <LinkView {...props} />
    case "paragraph":
    case "default":
      return (
        <p {...attributes} className="my-2">
          {children}
        </p>
      )
    default:
      return element.type === "latex" && !element.block ? <InlineFormula {...props} /> : <ThingView {...props} />
  }
}

function HeadingView({ attributes, children, element }: RenderElementProps) {
  const editor = useSlateStatic()
  const level = levelOf(element.level)
  const Tag = HEADINGS[level - 1]
  const folded = Array.isArray(element.collapsedChildren) ? element.collapsedChildren : null
  return (
    <div {...attributes} id={anchorOf(ReactEditor.findPath(editor, element)[0])} className="scroll-mt-16">
      <Tag className={HEADING_LOOK[level - 1]}>{children}</Tag>
      {folded && <Folded blocks={folded} />}
    </div>
  )
}

/** What was folded away under a heading: read here, and kept as it is. */
function Folded({ blocks }: { blocks: unknown[] }) {
  const home = useReportHome()
  const open = useMemo(() => openDocument(JSON.stringify({ blocks })), [blocks])
  return (
    <details contentEditable={false} className="rounded-lg border border-line px-3 py-1.5">
      <summary className="cursor-default select-none text-ink-3 text-sm">Folded away</summary>
      <ReportReading open={open} home={home} />
    </details>
  )
}

function ItemView({ attributes, children, element }: RenderElementProps) {
  const editor = useSlateStatic()
  const readOnly = useReadOnly()
  const { checked } = element
  if (typeof checked !== "boolean") {
    return (
      <li {...attributes} className="[&>p]:my-0">
        {children}
      </li>
    )
  }
  return (
    <li {...attributes} className="-ml-6 flex list-none items-start gap-2 [&_p]:my-0">
      <span contentEditable={false} className="select-none pt-0.5">
        <input
          type="checkbox"
          aria-label="Done"
          checked={checked}
          disabled={readOnly}
          className="accent-accent"
          onChange={(event) => {
            const at = ReactEditor.findPath(editor, element)
            Transforms.setNodes<Element>(editor, { checked: event.target.checked }, { at })
          }}
        />
      </span>
      <div className={cx("min-w-0 flex-1", checked && "text-ink-3 line-through")}>{children}</div>
    </li>
  )
}

function LinkView({ attributes, children, element }: RenderElementProps) {
  const url = String(element.url ?? "")
  if (!isSafeUrl(url)) return <span {...attributes}>{children}</span>
  return (
    <a
      {...attributes}
      href={url}
      target="_blank"
      rel="noreferrer noopener nofollow"
      title={url}
      className="text-accent hover:underline"
    >
      {children}
    </a>
  )
}

function InlineFormula({ attributes, children, element }: RenderElementProps) {
  return (
    <span {...attributes}>
      <span contentEditable={false}>
        <Suspense fallback={<code>{String(element.content)}</code>}>
          <Formula text={String(element.content)} block={false} />
        </Suspense>
      </span>
      {children}
    </span>
  )
}
