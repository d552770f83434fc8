import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete"
import { SQLDialect, sql } from "@codemirror/lang-sql"
import type { Extension } from "@codemirror/state"
import type { SqlSchema } from "@/api/sql"

/** What may stand in a question, and no more: a column called `value` is no keyword here. */
const DIALECT = SQLDialect.define({
  keywords:
    "select distinct from as where group by having order asc desc nulls first last limit offset with join inner left right " +
    "full cross any semi anti on using union all except intersect and or not in is null like ilike between exists case when " +
    "then else end interval over partition rows range preceding following current row unbounded cast true false",
  types: "Float32 Float64 Int32 Int64 UInt32 UInt64 String Bool Date DateTime",
  backslashEscapes: true,
  caseInsensitiveIdentifiers: true,
})

/** The language, with what there is to complete to: keywords, views, their columns and functions. */
export function knowing({ views, functions }: SqlSchema): Extension {
  const columns = views.flatMap((view) => view.columns.map(({ name, type }) => ({ name, type, view: view.name })))
  const names = [...new Map(columns.map((column) => [column.name, column])).values()]
  const options = [
    ...names.map(({ name, type }) => ({ label: name, detail: type, boost: 1 })),
    ...functions.map((name) => ({ label: name, apply: `${name}(`, detail: "function" })),
  ]
  const complete = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w+/)
    if (!word || context.state.sliceDoc(word.from - 1, word.from) === ".") return null
    return { from: word.from, options, validFor: /^\w*$/ }
  }
  const language = sql({ dialect: DIALECT, schema: namesOf(views), upperCaseKeywords: true })
  return [language, DIALECT.language.data.of({ autocomplete: complete })]
}

function namesOf(views: SqlSchema["views"]): Record<string, string[]> {
  return Object.fromEntries(views.map((view) => [view.name, view.columns.map(({ name }) => name)]))
}
