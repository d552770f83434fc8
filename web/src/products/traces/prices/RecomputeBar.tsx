import type { PriceList } from "@/api/prices"
import { formatExact, plural } from "@/lib/format"
import { Button } from "@/ui/Button"
import { RelativeTime } from "@/ui/RelativeTime"
import { JobProgress } from "../JobProgress"
import { changedSince } from "./priceRows"

interface RecomputeBarProps {
  prices: PriceList
  mayWrite: boolean
  onRecompute: () => void
}

/** Stored requests: by which prices their costs were computed last, how far that is, and having it done again. */
export function RecomputeBar({ prices, mayWrite, onRecompute }: RecomputeBarProps) {
  const { job } = prices
  const running = job !== null && job.finished_at === null
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <Button size="sm" icon="play" disabled={running || !mayWrite} onClick={onRecompute}>
        Compute stored costs again
      </Button>
      {running && (
        <JobProgress label="Computing costs" done={job.requests_read} total={job.requests_total}>
          {formatExact(job.requests_read)} of {plural(job.requests_total, "request")}
        </JobProgress>
      )}
      {job?.finished_at && (
        <span className={job.problem ? "text-danger" : "text-ink-3"}>
          {job.problem ||
            `${formatExact(job.requests_priced)} of ${plural(job.requests_total, "request")} priced by ${job.asked_by},`}{" "}
          <RelativeTime at={job.finished_at} />
        </span>
      )}
      {!running && changedSince(prices) && (
        <span className="text-warn">Prices have changed: what was stored before is by those of then.</span>
      )}
    </div>
  )
}
