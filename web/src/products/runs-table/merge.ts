import type { InfiniteData } from "@tanstack/react-query"
import type { Json, JsonObject, RunRow, RunsPage } from "@/api"

export type RunPages = InfiniteData<RunsPage, string | null>

/** Pages with a run's newest state in its row; the same object when the run is not on them. */
export function withUpdate(
  pages: RunPages,
  run: RunRow,
  summary: JsonObject | null,
  columns: readonly string[],
): RunPages {
  let found = false
  const next = pages.pages.map((page) => {
    const at = page.runs.findIndex((row) => row.run_id === run.run_id)
    if (at < 0) return page
    found = true
    const fields = { ...page.runs[at].fields, ...shownLeaves(summary, columns) }
    return { ...page, runs: page.runs.with(at, { branch: page.runs[at].branch, ...run, fields }) }
  })
  return found ? { ...pages, pages: next } : pages
}

/** Pages with a new run on top: only right for an unfiltered list, newest first. */
export function withCreated(
  pages: RunPages,
  run: RunRow,
  summary: JsonObject | null,
  columns: readonly string[],
): RunPages {
  if (pages.pages.some((page) => page.runs.some((row) => row.run_id === run.run_id))) {
    return withUpdate(pages, run, summary, columns)
  }
  const [first, ...rest] = pages.pages
  if (!first) return pages
  const grown = { ...first, runs: [{ ...run, fields: shownLeaves(summary, columns) }, ...first.runs] }
  return counted({ ...pages, pages: [grown, ...rest] }, 1)
}

export function withoutRun(pages: RunPages, runId: string): RunPages {
  const next = pages.pages.map((page) => ({ ...page, runs: page.runs.filter((row) => row.run_id !== runId) }))
  const gone = next.some((page, index) => page.runs.length < pages.pages[index].runs.length)
  return gone ? counted({ ...pages, pages: next }, -1) : pages
}

/** The stream names a summary's leaves without their document; of them only the columns matter here. */
function shownLeaves(summary: JsonObject | null, columns: readonly string[]): Record<string, Json> {
  const leaves = Object.entries(summary ?? {}).map(([path, value]) => [`summary.${path}`, value] as const)
  return Object.fromEntries(leaves.filter(([path]) => columns.includes(path)))
}

const counted = (pages: RunPages, change: number): RunPages => ({
  ...pages,
  pages: pages.pages.map((page) => ({ ...page, total: page.total + change })),
})
