import type { MappingJob } from "@/api/mapping"
import { formatExact, plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"
import { JobProgress } from "../JobProgress"

interface ApplyBarProps {
  job: MappingJob | null
  version: number
  mayApply: boolean
  onApply: () => void
}

/** Stored spans: how far they are understood by the newest version, and having it done. */
export function ApplyBar({ job, version, mayApply, onApply }: ApplyBarProps) {
  const running = job !== null && job.finished_at === null
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <Button size="sm" icon="play" disabled={running || !mayApply} onClick={onApply}>
        Apply to stored spans
      </Button>
      {running && (
        <JobProgress label="Applying the mapping" done={job.spans_read} total={job.spans_total}>
          {formatExact(job.spans_read)} of {plural(job.spans_total, "span")}, {formatExact(job.spans_changed)} changed
        </JobProgress>
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
