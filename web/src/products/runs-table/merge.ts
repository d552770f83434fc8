import type { InfiniteData } from "@tanstack/react-query"
import type { JsonObject, RunRow, RunsPage } from "@/api"

export type RunPages = InfiniteData<RunsPage, string | null>

/** Pages with a run's newest state in its row; the same object when the run is not on them. */
export function withUpdate(pages: RunPages, run: RunRow, summary: JsonObject | null): RunPages {
  let found = false
  const next = pages.pages.map((page) => {
    const at = page.runs.findIndex((row) => row.run_id === run.run_id)
    if (at < 0) return page
    found = true
    const old = page.runs[at]
    const fields = { ...old.fields }
    for (const [path, value] of Object.entries(summary ?? {})) if (path in fields) fields[path] = value
    return { ...page, runs: page.runs.with(at, { ...run, fields }) }
  })
  return found ? { ...pages, pages: next } : pages
}

/** Pages with a new run on top: only right for an unfiltered list, newest first. */
export function withCreated(pages: RunPages, run: RunRow): RunPages {
  if (pages.pages.some((page) => page.runs.some((row) => row.run_id === run.run_id))) return pages
  const [first, ...rest] = pages.pages
  if (!first) return pages
  const grown = { ...first, runs: [{ ...run, fields: {} }, ...first.runs] }
  return counted({ ...pages, pages: [grown, ...rest] }, 1)
}

export function withoutRun(pages: RunPages, runId: string): RunPages {
  const next = pages.pages.map((page) => ({ ...page, runs: page.runs.filter((row) => row.run_id !== runId) }))
  const gone = next.some((page, index) => page.runs.length < pages.pages[index].runs.length)
  return gone ? counted({ ...pages, pages: next }, -1) : pages
}

const counted = (pages: RunPages, change: number): RunPages => ({
  ...pages,
  pages: pages.pages.map((page) => ({ ...page, total: page.total + change })),
})
