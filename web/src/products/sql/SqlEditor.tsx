import { Compartment, EditorState } from "@codemirror/state"
import { EditorView } from "@codemirror/view"
import { type Ref, useEffect, useImperativeHandle, useRef } from "react"
import type { SqlSchema } from "@/api/sql"
import { editing, markFault } from "./editor"
import { knowing } from "./language"

export interface EditorHandle {
  /** Puts a text in the place of the selection. */
  insert: (text: string) => void
  /** Puts a text in the place of all; one step of undo. */
  replace: (text: string) => void
  /** Underlines a range; null nothing. */
  mark: (range: { from: number; to: number } | null) => void
  /** Puts the cursor there. */
  show: (at: number) => void
}

interface SqlEditorProps {
  initial: string
  schema: SqlSchema
  onChange: (text: string) => void
  onRun: () => void
  ref?: Ref<EditorHandle>
}

/** The text lives in here: the page hears of it, and changes it through the handle. */
export function SqlEditor({ initial, schema, onChange, onRun, ref }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView | null>(null)
  const language = useRef(new Compartment())
  const latest = useRef({ onChange, onRun })
  latest.current = { onChange, onRun }

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes comes in by other ways
  useEffect(() => {
    const extensions = [
      editing({ onChange: (text) => latest.current.onChange(text), onRun: () => latest.current.onRun() }),
      language.current.of(knowing(schema)),
    ]
    const made = new EditorView({
      parent: host.current ?? undefined,
      state: EditorState.create({ doc: initial, extensions }),
    })
    editor.current = made
    made.focus()
    return () => made.destroy()
  }, [])

  useEffect(() => {
    editor.current?.dispatch({ effects: language.current.reconfigure(knowing(schema)) })
  }, [schema])

  useImperativeHandle(ref, () => handleOf(editor))
  return <div ref={host} className="h-full min-h-0 overflow-hidden" />
}

function handleOf(editor: { current: EditorView | null }): EditorHandle {
  return {
    insert(text) {
      const view = editor.current
      view?.dispatch(view.state.replaceSelection(text))
      view?.focus()
    },
    replace(text) {
      const view = editor.current
      view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      view?.focus()
    },
    mark: (range) => editor.current?.dispatch({ effects: markFault.of(range) }),
    show(at) {
      editor.current?.dispatch({ selection: { anchor: at }, scrollIntoView: true })
      editor.current?.focus()
    },
  }
}
