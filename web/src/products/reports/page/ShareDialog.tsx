import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReportDetail, type ReportLink, type ReportPath, reportLinksQuery, reportsApi } from "@/api"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { Dialog } from "@/ui/Dialog"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { slugOf } from "../address"

interface ShareDialogProps {
  at: ReportPath
  report: ReportDetail
  onClose: () => void
}

const DAYS = 30

/** Links for those without an account. */
export function ShareDialog({ at, report, onClose }: ShareDialogProps) {
  const client = useQueryClient()
  const query = reportLinksQuery(at)
  const links = useQuery(query)
  const onSuccess = () => client.invalidateQueries({ queryKey: query.queryKey })
  const make = useMutation({ mutationFn: () => reportsApi.makeLink(at, DAYS), onSuccess })
  const revoke = useMutation({ mutationFn: (link: ReportLink) => reportsApi.revokeLink(at, link.link_id), onSuccess })
  const open = links.data?.links.filter((link) => link.token !== null) ?? []
  return (
    <Dialog
      open
      onClose={onClose}
      title="Share by link"
      description="Whoever has the link reads this report, and the names, settings and metrics of the runs in its run sets, without an account. Files, logs and artifacts stay closed."
    >
      {links.error && <ErrorState error={links.error} onRetry={() => void links.refetch()} />}
      <ul className="mb-3 flex flex-col gap-2">
        {open.map((link) => (
          <li key={link.link_id} className="flex items-center gap-2 rounded-lg border border-line px-3 py-1.5">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-mono text-sm">{addressOf(at, report, link)}</span>
              <span className="block text-ink-3 text-sm">
                ends <RelativeTime at={link.expires_at} />
              </span>
            </span>
            <CopyButton text={addressOf(at, report, link)} />
            <Button size="sm" variant="danger" disabled={revoke.isPending} onClick={() => revoke.mutate(link)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <Button variant={open.length ? "secondary" : "primary"} disabled={make.isPending} onClick={() => make.mutate()}>
        {`Make a link for ${DAYS} days`}
      </Button>
    </Dialog>
  )
}

const addressOf = ({ entity, project }: ReportPath, report: ReportDetail, link: ReportLink) =>
  `${window.location.origin}/${[entity, project, "reports", slugOf(report)].map(encodeURIComponent).join("/")}?accessToken=${link.token}`
