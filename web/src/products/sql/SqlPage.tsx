import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { errorMessage } from "@/api"
import { type SqlSchema, sqlSchemaQuery } from "@/api/sql"
import { Button } from "@/ui/Button"
import { keysText, useCommands } from "@/ui/commands"
import { Kbd } from "@/ui/Kbd"
import { Splitter } from "@/ui/Splitter"
import { placeOf, rangeOf } from "./place"
import { ResultPane } from "./ResultPane"
import { SchemaSidebar } from "./SchemaSidebar"
import { type EditorHandle, SqlEditor } from "./SqlEditor"
import { DownloadMenu, ExamplesMenu, HistoryMenu } from "./SqlMenus"
import { useQuestion } from "./useQuestion"

interface SqlPageProps {
  entity: string
  project: string
}

const NOTHING: SqlSchema = { views: [], functions: [] }

/** Questions in SQL: what can be asked about, the text, and its answer. The address holds the question. */
export function SqlPage({ entity, project }: SqlPageProps) {
  const { data: schema = NOTHING } = useQuery(sqlSchemaQuery(entity, project))
  const question = useQuestion(entity, project)
  const editor = useRef<EditorHandle>(null)
  const [text, setText] = useState(question.asked)
  const [share, setShare] = useState(0.2)
  const run = () => question.run(text)
  const pick = (query: string) => {
    editor.current?.replace(query)
    question.run(query)
  }
  useFollowed(editor, question.asked)
  const fault = useFault(editor, question.error, question.asked, text)
  useCommands([{ group: "Query", label: "Run the query", keys: "mod+enter", icon: "play", run }])
  const editing = (
    <div className="flex h-full min-h-0 flex-col">
      <div className="h-2/5 min-h-32 shrink-0 border-line border-b">
        <SqlEditor ref={editor} initial={question.asked} schema={schema} onChange={setText} onRun={run} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        <ResultPane
          answer={question.answer}
          error={question.error}
          busy={question.busy}
          onShowPlace={() => fault && editor.current?.show(fault.to)}
        />
      </div>
    </div>
  )
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <h1 className="mr-2 font-semibold text-lg">SQL</h1>
        <ExamplesMenu onPick={pick} />
        <HistoryMenu queries={question.history} onPick={pick} />
        <span className="flex-1" />
        <DownloadMenu disabled={!question.answer} onCsv={question.saveCsv} onArrow={question.saveArrow} />
        <Button size="sm" variant="primary" icon="play" onClick={run} disabled={!text.trim()}>
          Run <Kbd keys={keysText("mod+Enter")} />
        </Button>
      </header>
      <div className="min-h-0 flex-1">
        <Splitter
          label="Width of the views"
          share={share}
          onChange={setShare}
          min={0}
          max={0.5}
          stops={[0, 0.2]}
          first={<SchemaSidebar views={schema.views} onInsert={(name) => editor.current?.insert(name)} />}
          second={editing}
        />
      </div>
    </div>
  )
}

/** Back and forward in the browser bring back the text of the question. */
function useFollowed(editor: { current: EditorHandle | null }, asked: string): void {
  const before = useRef(asked)
  useEffect(() => {
    if (before.current !== asked) editor.current?.replace(asked)
    before.current = asked
  }, [editor, asked])
}

/** The word that a refusal is about, underlined as long as the text is what was asked. */
function useFault(editor: { current: EditorHandle | null }, error: unknown, asked: string, text: string) {
  const place = error ? placeOf(errorMessage(error)) : null
  const shift = text.length - text.trimStart().length
  const range = place && text.trim() === asked ? rangeOf(asked, place) : null
  const [from, to] = range ? [range.from + shift, range.to + shift] : [-1, -1]
  useEffect(() => editor.current?.mark(to < 0 ? null : { from, to }), [editor, from, to])
  return to < 0 ? null : { from, to }
}
