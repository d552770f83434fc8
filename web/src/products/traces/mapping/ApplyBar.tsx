import type { MappingJob } from "@/api/mapping"
import { formatExact, plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"

interface ApplyBarProps {
  job: MappingJob | null
  version: number
  mayApply: boolean
  onApply: () => void
}

/** Stored spans: how far they are understood by the newest version, and having it done. */
export function ApplyBar({ job, version, mayApply, onApply }: ApplyBarProps) {
  const running = job !== null && job.finished_at === null
  const share = job?.spans_total ? job.spans_read / job.spans_total : 0
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <Button size="sm" icon="play" disabled={running || !mayApply} onClick={onApply}>
        Apply to stored spans
      </Button>
      {running && (
        <>
          <span
            role="progressbar"
            aria-label="Applying the mapping"
            aria-valuenow={Math.round(share * 100)}
            className="h-1.5 w-40 overflow-hidden rounded bg-sunken"
          >
            <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="num text-ink-3">
            {formatExact(job.spans_read)} of {plural(job.spans_total, "span")}, {formatExact(job.spans_changed)} changed
          </span>
        </>
      )}
      {job?.finished_at && (
        <span className={job.problem ? "text-danger" : "text-ink-3"}>
          {job.problem || `Version ${job.version} applied, ${plural(job.spans_changed, "span")} changed,`}{" "}
          <RelativeTime at={job.finished_at} />
        </span>
      )}
      {job?.finished_at && !job.problem && job.version < version && (
        <span className="text-ink-3">Version {version} is not applied yet.</span>
      )}
    </div>
  )
}
