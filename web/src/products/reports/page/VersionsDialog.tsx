import { useQuery } from "@tanstack/react-query"
import { type ReportDetail, type ReportPath, reportVersionsQuery } from "@/api"
import { Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { useUrlState } from "@/ui/useUrlState"

interface VersionsDialogProps {
  at: ReportPath
  report: ReportDetail
  onClose: () => void
}

/** What the report was before. */
export function VersionsDialog({ at, report, onClose }: VersionsDialogProps) {
  const versions = useQuery(reportVersionsQuery(at))
  const [, change] = useUrlState()
  return (
    <Dialog open onClose={onClose} title="Versions" description={`“${report.title}” is at version ${report.version}.`}>
      {versions.isPending && <SkeletonRows rows={3} />}
      {versions.error && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data?.versions.length === 0 && <p className="text-ink-3">It was never saved over.</p>}
      <ul className="max-h-80 overflow-auto">
        {versions.data?.versions.map(({ version, title, saved_by, saved_at }) => (
          <li key={version}>
            <button
              type="button"
              className="flex w-full items-center gap-3 rounded px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => {
                onClose()
                change({ version: String(version) }, { push: true })
              }}
            >
              <span className="num text-ink-3">{version}</span>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <span className="text-ink-3 text-sm">
                {saved_by} · <RelativeTime at={saved_at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
