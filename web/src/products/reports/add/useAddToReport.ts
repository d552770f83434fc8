import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type ReportDetail, type ReportPath, reportQuery, reportsApi, reportsQuery } from "@/api"
import { type PanelRuns, withPanelAdded } from "../document/addition"
import type { DocumentPanel } from "../document/boardPanels"
import { EMPTY_DOCUMENT } from "../document/document"

interface Addition {
  /** Null begins a report of that title. */
  report: number | null
  title: string
  panel: DocumentPanel
  runs: PanelRuns
}

/** Adds a panel: to one's draft where others read the report already, so that they see it when it is published. */
export function useAddToReport(entity: string, project: string, onDone: (report: ReportDetail) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ report, title, panel, runs }: Addition) => {
      if (report === null) {
        const spec = withPanelAdded(EMPTY_DOCUMENT, runs, panel)
        return reportsApi.create(entity, project, { title, description: "", spec, draft: true })
      }
      const at = { entity, project, report }
      const found = await client.fetchQuery({ ...reportQuery(at), staleTime: 0 })
      await saved(at, found, withPanelAdded(found.own_draft?.spec ?? found.spec, runs, panel))
      await client.invalidateQueries({ queryKey: reportQuery(at).queryKey })
      return found
    },
    onSuccess: (report) => {
      void client.invalidateQueries({ queryKey: reportsQuery(entity, project).queryKey })
      onDone(report)
    },
  })
}

function saved(at: ReportPath, found: ReportDetail, spec: string): Promise<unknown> {
  if (found.draft) return reportsApi.save(at, { spec, base_version: found.version })
  const { title, description, base_version } = found.own_draft ?? { ...found, base_version: found.version }
  return reportsApi.saveDraft(at, { title, description, spec, base_version })
}
