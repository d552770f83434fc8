import { useQuery } from "@tanstack/react-query"
import { setLinkToken, sharedReportQuery } from "@/api"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { ReportReading } from "../editor/ReportBody"
import { Sheet, SheetHead } from "./Sheet"
import { useOpened } from "./useOpened"

/** A report for whoever has its link: the page alone, without an account and without a way into the project. */
export function SharedPage({ token }: { token: string }) {
  setLinkToken(token)
  const report = useQuery(sharedReportQuery(token))
  const { open, width, headings, error } = useOpened(report.data?.spec ?? "{}")
  if (report.error) return <ErrorState error={report.error} title="The report cannot be shown" />
  if (!report.data) return <SkeletonRows rows={10} className="mx-auto max-w-3xl p-8" />
  const { entity, project, title, description, author, updated_at, version } = report.data
  return (
    <main id="page" className="h-full overflow-auto">
      <Sheet width={width} headings={headings}>
        <SheetHead title={title} description={description}>
          <span>{author}</span>·
          <span>
            saved <RelativeTime at={updated_at} />
          </span>
        </SheetHead>
        {error !== null && <ErrorState error={error} title="The document of this report cannot be read" />}
        {open && <ReportReading key={version} open={open} home={{ entity, project, byLink: true }} />}
      </Sheet>
    </main>
  )
}
