import { useMemo } from "react"
import { isApiError, type Json, type RunRow } from "@/api"
import { Welcome } from "@/products/home/Welcome"
import { ReportableCanvas } from "@/products/reports/add/ReportableCanvas"
import { patchTable, readTable, serverFilter, type TableState, useNamedRuns, useRuns } from "@/products/runs-table"
import { useRememberedLayout, ViewMenu } from "@/products/views"
import { EmptyState } from "@/ui/EmptyState"
import { ErrorState } from "@/ui/ErrorState"
import { PageActions } from "@/ui/PageActions"
import { Splitter } from "@/ui/Splitter"
import { useUrlState } from "@/ui/useUrlState"
import { type Eyes, namedIn, readEyes, shownOf, writeEyes } from "./eyes"
import { LayoutSwitch, NARROW } from "./LayoutSwitch"
import { MediaBelow } from "./MediaBelow"
import { RunsPane } from "./RunsPane"
import { workspacePanelKinds } from "./savedPanels"
import { useMediaQuery } from "./useMediaQuery"

const STOPS = [NARROW, 0.5, 0.7]

/** A project: its runs beside their charts. Choose runs once, look at them from every side. */
export function WorkspacePage({ entity, project }: { entity: string; project: string }) {
  useRememberedLayout(entity, project)
  const [url, change] = useUrlState()
  const table = useTable(readTable(url))
  const runs = useRuns(entity, project, table)
  const eyesText = url.eyes
  const eyes = useMemo(() => readEyes(eyesText), [eyesText])
  const shown = useShown(entity, project, runs.runs, eyes, runs.isPending)
  const hidden = useHidden(url.hide)
  const grouping = useMemo(
    () => (table.group.length ? { by: table.group, filter: serverFilter(table), hidden } : null),
    [table, hidden],
  )
  const filter = useMemo(() => serverFilter(table), [table])
  const chosen = useMemo(
    () => ({ ...table, only: typeof eyes === "string" ? null : shown.map(({ run_id }) => run_id) }),
    [table, eyes, shown],
  )
  const isPeeked = url.peek !== undefined
  const kinds = useMemo(
    () => ({ ...workspacePanelKinds, filter, onPeek: (runId: string) => change({ peek: runId }, { push: !isPeeked }) }),
    [filter, change, isPeeked],
  )
  const single = useMediaQuery("(max-width: 760px)")
  const share = shareOf(url.split, single)
  const setShare = (next: number) => change({ split: next === NARROW ? null : Number(next.toFixed(3)) })
  const asked = table.filter !== null || table.search.trim() !== ""
  if (isApiError(runs.error, 404) && !runs.data) {
    return <EmptyState icon="search" title="No such project" text={runs.error.message} />
  }
  if (runs.error && !runs.data && !asked) {
    return <ErrorState error={runs.error} title="The runs could not be loaded" onRetry={() => runs.refetch()} />
  }
  if (runs.data && runs.total === 0 && !asked && !runs.isPlaceholderData) {
    return <Welcome entity={entity} project={project} />
  }
  const layout = <LayoutSwitch share={share} onChange={setShare} single={single} />
  return (
    <>
      <h1 className="sr-only">{`Runs of ${project}`}</h1>
      <PageActions>
        <ViewMenu entity={entity} project={project} kind="workspace" />
      </PageActions>
      <Splitter
        label="Runs and charts"
        share={share}
        stops={STOPS}
        onChange={setShare}
        first={
          <RunsPane
            entity={entity}
            project={project}
            table={table}
            onTable={(next) => change(patchTable(next), { push: next.search === undefined })}
            layout={layout}
            runs={runs}
            shown={shown}
            eyes={eyes}
            onEyes={(next) => change({ eyes: writeEyes(next) })}
            hidden={hidden}
            onHidden={(next) => change({ hide: next.length ? JSON.stringify(next) : null })}
            compared={url.compare ? url.compare.split("~") : null}
            onCompare={(ids) => change({ compare: ids?.join("~") || null }, { push: ids !== null && !url.compare })}
            peeked={url.peek ?? null}
            onPeek={(runId) => change({ peek: runId }, { push: runId !== null && !url.peek })}
          />
        }
        second={
          <div className="h-full overflow-auto px-3 pb-2">
            {share === 0 && <div className="mb-2 flex">{layout}</div>}
            {runs.data && (
              <>
                <ReportableCanvas
                  entity={entity}
                  project={project}
                  runs={shown}
                  source="history"
                  grouping={grouping}
                  kinds={kinds}
                  chosen={chosen}
                />
                <MediaBelow entity={entity} project={project} runs={shown} />
              </>
            )}
          </div>
        }
      />
    </>
  )
}

/** The groups that the address leaves out of the charts; what cannot be read counts as none. */
function useHidden(text: string | undefined): Json[][] {
  return useMemo(() => {
    try {
      const hidden: unknown = JSON.parse(text ?? "[]")
      return Array.isArray(hidden) ? hidden.filter((values): values is Json[] => Array.isArray(values)) : []
    } catch {
      return []
    }
  }, [text])
}

/** The share of the table. A small screen shows one of the two alone. */
function shareOf(text: string | undefined, single: boolean): number {
  const share = text === undefined ? Number.NaN : Number(text)
  if (single) return share === 0 ? 0 : 1
  return Number.isFinite(share) ? Math.min(Math.max(share, 0), 1) : NARROW
}

/** The same object as long as the address says the same. */
function useTable(table: TableState): TableState {
  const text = JSON.stringify(table)
  return useMemo(() => JSON.parse(text) as TableState, [text])
}

/** The runs in the charts; those that the address names may stand further down than the table has been read. */
function useShown(entity: string, project: string, runs: RunRow[], eyes: Eyes, waiting: boolean): RunRow[] {
  const missing = waiting ? [] : namedIn(eyes).filter((id) => !runs.some((run) => run.run_id === id))
  const named = useNamedRuns(entity, project, missing)
  return useMemo(() => shownOf([...runs, ...named], eyes), [runs, named, eyes])
}
