import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type ReportDetail, reportsApi, reportsQuery } from "@/api"
import { EMPTY_DOCUMENT } from "../document/document"

interface Beginning {
  title: string
  /** The document; an empty one when left out. */
  spec?: string
}

/** Begins a report that its author alone sees until it is published. */
export function useNewReport(entity: string, project: string, onDone: (report: ReportDetail) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ title, spec = EMPTY_DOCUMENT }: Beginning) =>
      reportsApi.create(entity, project, { title, description: "", spec, draft: true }),
    onSuccess: (report) => {
      void client.invalidateQueries({ queryKey: reportsQuery(entity, project).queryKey })
      onDone(report)
    },
  })
}
