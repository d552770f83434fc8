import { useMemo } from "react"
import type { Editor } from "slate"
import { Editable, Slate } from "slate-react"
import { type Element, isElement } from "../document/blocks"
import type { OpenDocument } from "../document/document"
import { BlockView } from "./BlockView"
import { createReportEditor } from "./createReportEditor"
import { onEditorKey } from "./editorKeys"
import { type Home, ReportHome } from "./home"
import { LeafView } from "./LeafView"
import { SlashMenu } from "./SlashMenu"
import { Toolbar } from "./Toolbar"
import { useSlash } from "./useSlash"

interface ReadingProps {
  open: OpenDocument
  home: Home
}

/** A report to be read. */
export function ReportReading({ open, home }: ReadingProps) {
  const { editor } = useMemo(() => createReportEditor(open), [open])
  return (
    <ReportHome value={home}>
      <Slate editor={editor} initialValue={editor.children}>
        <Editable
          readOnly
          className="report-text outline-none"
          renderElement={BlockView}
          renderLeaf={LeafView}
          aria-label="Report"
          role="article"
        />
      </Slate>
    </ReportHome>
  )
}

interface WritingProps extends ReadingProps {
  editor: Editor
  onChange: (blocks: Element[]) => void
}

/** A report to be written. `/` at the beginning of a line lists what can be put there. */
export function ReportWriting({ editor, home, onChange }: Omit<WritingProps, "open">) {
  return (
    <ReportHome value={home}>
      <Slate
        editor={editor}
        initialValue={editor.children}
        onValueChange={(blocks) => onChange(blocks.filter(isElement))}
      >
        <Toolbar />
        <WritingArea editor={editor} home={home} />
      </Slate>
    </ReportHome>
  )
}

function WritingArea({ editor, home }: { editor: Editor; home: ReadingProps["home"] }) {
  const slash = useSlash(editor, home)
  return (
    <>
      <Editable
        className="report-text min-h-[50vh] pb-40 outline-none"
        renderElement={BlockView}
        renderLeaf={LeafView}
        placeholder="Write, or press / for headings, lists, panels…"
        onKeyDown={(event) => {
          if (!slash.onKey(event)) onEditorKey(editor, event)
        }}
        aria-label="Text of the report"
        spellCheck
      />
      <SlashMenu slash={slash} />
    </>
  )
}
