import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { sqlArrow, sqlQuery } from "@/api/sql"
import { saveBlob } from "@/lib/saveBlob"
import { toast } from "@/ui/toasts"
import { useUrlState } from "@/ui/useUrlState"
import { toCsv } from "./cells"
import { readHistory, remember } from "./history"

/** The question of the address, its answer, and what can be done with them. */
export function useQuestion(entity: string, project: string) {
  const [url, change] = useUrlState()
  const [history, setHistory] = useState(() => readHistory(entity, project))
  const asked = url.q ?? ""
  const { data, error, isFetching, refetch } = useQuery(sqlQuery(entity, project, asked))
  const run = (text: string) => {
    const query = text.trim()
    if (!query) return
    setHistory(remember(entity, project, query))
    if (query === asked) void refetch()
    else change({ q: query }, { push: true })
  }
  const saveCsv = () => {
    if (data) saveBlob(new Blob([toCsv(data.columns, data.rows)], { type: "text/csv" }), `${project}.csv`)
  }
  const saveArrow = () =>
    sqlArrow(entity, project, asked).then(
      (blob) => saveBlob(blob, `${project}.arrows`),
      (failure: unknown) => toast.error(failure),
    )
  return { asked, answer: data, error: isFetching ? null : error, busy: isFetching, history, run, saveCsv, saveArrow }
}
