import type { ReportDetail, ReportPath } from "@/api"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { PageActions } from "@/ui/PageActions"
import { RelativeTime } from "@/ui/RelativeTime"
import { useUrlState } from "@/ui/useUrlState"
import { ReportReading } from "../editor/ReportBody"
import { ReportMenu } from "./ReportMenu"
import { Sheet, SheetHead } from "./Sheet"
import { useOpened } from "./useOpened"

interface ReadPageProps {
  at: ReportPath
  report: ReportDetail
  mayWrite: boolean
  mayDelete: boolean
}

export function ReadPage({ at, report, mayWrite, mayDelete }: ReadPageProps) {
  const [, change] = useUrlState()
  const { open, width, headings, error } = useOpened(report.spec)
  const edit = () => change({ edit: "1" }, { push: true })
  useCommands([
    ...(mayWrite ? [{ group: "Report", label: "Edit the report", keys: "e", icon: "edit" as const, run: edit }] : []),
    { group: "Report", label: "Print, or save as PDF", icon: "file", run: () => window.print() },
  ])
  return (
    <>
      <PageActions>
        <div className="flex items-center gap-1">
          {mayWrite && (
            <Button size="sm" variant="primary" icon="edit" onClick={edit}>
              {report.own_draft ? "Go on editing" : "Edit"}
            </Button>
          )}
          <ReportMenu at={at} report={report} mayDelete={mayDelete} />
        </div>
      </PageActions>
      <Sheet width={width} headings={headings}>
        <SheetHead title={report.title} description={report.description}>
          {report.draft && <Badge>Draft: only you see it</Badge>}
          <span>{report.author}</span>·
          <span>
            {report.saved_by === report.author ? "saved " : `saved by ${report.saved_by} `}
            <RelativeTime at={report.updated_at} />
          </span>
          {report.own_draft && <Badge tone="warn">You have unsaved changes</Badge>}
        </SheetHead>
        {error !== null && <ErrorState error={error} title="The document of this report cannot be read" />}
        {open && <ReportReading key={`${at.report} ${report.version}`} open={open} home={at} />}
      </Sheet>
    </>
  )
}
