import "./slate"
import { lazy, Suspense } from "react"
import { Transforms } from "slate"
import { ReactEditor, type RenderElementProps, useFocused, useReadOnly, useSelected, useSlateStatic } from "slate-react"
import { cx } from "@/lib/classNames"
import { IconButton } from "@/ui/Button"
import { asText, type Element } from "../document/blocks"
import { PanelGrid } from "../panels/PanelGrid"
import { Contents } from "./Contents"
import { Gallery, Named, Picture, RemoteThing } from "./cards"
import { useReportHome } from "./home"
import { SourceEditor } from "./SourceEditor"

const Formula = lazy(() => import("./Formula"))
const ReportMarkdown = lazy(() => import("./ReportMarkdown"))

/** A block that is one thing. Slate wants its empty text beside it. */
export function ThingView({ attributes, children, element }: RenderElementProps) {
  const editor = useSlateStatic()
  const readOnly = useReadOnly()
  const [chosen, focused] = [useSelected(), useFocused()]
  const selected = chosen && focused && !readOnly
  const change = (next: Partial<Element>) =>
    Transforms.setNodes<Element>(editor, next, { at: ReactEditor.findPath(editor, element) })
  const remove = () => Transforms.removeNodes(editor, { at: ReactEditor.findPath(editor, element) })
  return (
    <div {...attributes}>
      <div
        contentEditable={false}
        className={cx(
          "group/thing relative my-3 rounded-lg",
          selected && "ring-2 ring-accent ring-offset-4 ring-offset-canvas",
        )}
      >
        <Suspense fallback={<div className="h-8" />}>
          <Body element={element} onChange={readOnly ? null : change} />
        </Suspense>
        {!readOnly && (
          <IconButton
            icon="trash"
            label="Remove the block"
            className="absolute top-0 -right-9 opacity-0 focus-visible:opacity-100 group-hover/thing:opacity-100 max-md:right-0"
            onClick={remove}
          />
        )}
      </div>
      {children}
    </div>
  )
}

interface BodyProps {
  element: Element
  onChange: ((next: Partial<Element>) => void) | null
}

function Body({ element, onChange }: BodyProps) {
  const home = useReportHome()
  const content = asText(element.content)
  switch (element.type) {
    case "panel-grid":
      return <PanelGrid grid={element} home={home} onChange={onChange} />
    case "horizontal-rule":
      return <hr className="my-6 border-line" />
    case "table-of-contents":
      return <Contents />
    case "latex":
      return (
        <SourceEditor label="Formula" text={content} onChange={onChange && ((next) => onChange({ content: next }))}>
          <div className="overflow-x-auto py-1 text-center">
            <Formula text={content} block />
          </div>
        </SourceEditor>
      )
    case "markdown-block":
      return (
        <SourceEditor label="Markdown" text={content} onChange={onChange && ((next) => onChange({ content: next }))}>
          <ReportMarkdown text={content} />
        </SourceEditor>
      )
    case "image":
      return <Picture element={element} onChange={onChange} />
    case "gallery":
      return <Gallery element={element} />
    case "video":
    case "spotify":
    case "soundcloud":
    case "twitter":
      return <RemoteThing element={element} />
    default:
      return <Named element={element} />
  }
}
