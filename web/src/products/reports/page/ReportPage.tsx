import { useQuery } from "@tanstack/react-query"
import { type ReportPath, reportQuery, useProjectRole } from "@/api"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"
import { ReadPage } from "./ReadPage"
import { VersionPage } from "./VersionPage"
import { WritePage } from "./WritePage"

/** A report: read, or with `edit` in the address, written; with `version`, as it once was. */
export function ReportPage({ at }: { at: ReportPath }) {
  const [url, change] = useUrlState()
  const report = useQuery(reportQuery(at))
  const { mayWrite, isAdmin, username } = useProjectRole(at.entity, at.project)
  const mayDelete = isAdmin || (username !== "" && report.data?.author === username)
  if (report.error && !report.data) {
    return (
      <ErrorState error={report.error} title="The report could not be loaded" onRetry={() => void report.refetch()} />
    )
  }
  if (!report.data) return <SkeletonRows rows={10} className="mx-auto max-w-3xl p-8" />
  if (url.version) return <VersionPage at={at} report={report.data} version={Number(url.version)} mayWrite={mayWrite} />
  if (url.edit && mayWrite) {
    return <WritePage key={at.report} at={at} report={report.data} onDone={() => change({ edit: null })} />
  }
  return <ReadPage at={at} report={report.data} mayWrite={mayWrite} mayDelete={mayDelete} />
}
