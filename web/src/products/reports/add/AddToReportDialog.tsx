import { useQuery } from "@tanstack/react-query"
import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { type ReportDetail, reportsQuery } from "@/api"
import { Button } from "@/ui/Button"
import { Dialog } from "@/ui/Dialog"
import { Field, Input } from "@/ui/Input"
import { Select } from "@/ui/Select"
import { toast } from "@/ui/toasts"
import { slugOf } from "../address"
import type { PanelRuns } from "../document/addition"
import type { DocumentPanel } from "../document/boardPanels"
import { useAddToReport } from "./useAddToReport"

interface AddToReportDialogProps {
  panel: DocumentPanel
  runs: PanelRuns
  onClose: () => void
}

const NEW = "new"

/** Which report a panel goes to: one that is there, or a new one. */
export default function AddToReportDialog({ panel, runs, onClose }: AddToReportDialogProps) {
  const { entity, project } = runs
  const reports = useQuery(reportsQuery(entity, project))
  const [chosen, setChosen] = useState<string | null>(null)
  const [title, setTitle] = useState("")
  const navigate = useNavigate()
  const open = (report: ReportDetail) =>
    void navigate({
      to: "/$entity/$project/reports/$report",
      params: { entity, project, report: slugOf(report) },
      search: { edit: "1" },
    } as never)
  const add = useAddToReport(entity, project, (report) => {
    toast.info(`Added to your draft of “${report.title}”.`, { label: "Open", run: () => open(report) })
    onClose()
  })
  const found = reports.data?.reports ?? []
  const value = chosen ?? (found[0] ? String(found[0].report_id) : NEW)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const report = value === NEW ? null : Number(value)
    add.mutate({ report, title: title.trim() || "Untitled report", panel, runs }, { onError: toast.error })
  }
  return (
    <Dialog open onClose={onClose} title="Add to report">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Report">
          <Select
            label="Report"
            value={value}
            options={[
              ...found.map((report) => ({ value: String(report.report_id), label: report.title })),
              { value: NEW, label: "New report…" },
            ]}
            onChange={setChosen}
          />
        </Field>
        {value === NEW && (
          <Field label="Title">
            <Input
              maxLength={200}
              placeholder="Untitled report"
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
        )}
        <p className="text-ink-2 text-sm">
          The panel stays live, over the runs that it shows here. Others see it when the draft is published.
        </p>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={add.isPending || reports.isPending}>
            Add panel
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
