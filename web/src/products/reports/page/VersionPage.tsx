import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReportDetail, type ReportPath, reportQuery, reportsApi } from "@/api"
import { Button } from "@/ui/Button"
import { ErrorState } from "@/ui/ErrorState"
import { RelativeTime } from "@/ui/RelativeTime"
import { SkeletonRows } from "@/ui/Skeleton"
import { toast } from "@/ui/toasts"
import { useUrlState } from "@/ui/useUrlState"
import { ReportReading } from "../editor/ReportBody"
import { Sheet, SheetHead } from "./Sheet"
import { useOpened } from "./useOpened"

interface VersionPageProps {
  at: ReportPath
  report: ReportDetail
  version: number
  mayWrite: boolean
}

/** A report as it once was. To bring it back is to save it again: what is there now is kept as a version. */
export function VersionPage({ at, report, version, mayWrite }: VersionPageProps) {
  const [, change] = useUrlState()
  const client = useQueryClient()
  const found = useQuery({
    queryKey: ["report version", at, version],
    queryFn: () => reportsApi.version(at, version),
  })
  const { open, width } = useOpened(found.data?.spec ?? "{}")
  const back = useMutation({
    mutationFn: () =>
      reportsApi.save(at, {
        base_version: report.version,
        title: found.data?.title,
        description: found.data?.description,
        spec: found.data?.spec ?? undefined,
      }),
    onSuccess: (saved) => {
      client.setQueryData(reportQuery(at).queryKey, saved)
      toast.info(`Version ${version} is back, as version ${saved.version}.`)
      change({ version: null })
    },
  })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data || !open) return <SkeletonRows rows={10} className="mx-auto max-w-3xl p-8" />
  return (
    <Sheet width={width}>
      <div role="status" className="mb-6 flex flex-wrap items-center gap-2 rounded-lg bg-warn-soft px-3 py-2 text-sm">
        <span className="flex-1">
          {`Version ${version} of ${report.version}, saved by ${found.data.saved_by} `}
          <RelativeTime at={found.data.saved_at} />
        </span>
        {mayWrite && (
          <Button size="sm" disabled={back.isPending} onClick={() => back.mutate()}>
            Bring it back
          </Button>
        )}
        <Button size="sm" onClick={() => change({ version: null })}>
          To the present version
        </Button>
      </div>
      <SheetHead title={found.data.title} description={found.data.description}>
        {null}
      </SheetHead>
      <ReportReading key={version} open={open} home={at} />
    </Sheet>
  )
}
