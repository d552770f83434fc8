import type { SweepRow } from "@/api"
import { cx } from "@/lib/classNames"
import { formatCount, plural } from "@/lib/format"

type Progress = Pick<SweepRow, "run_count" | "running_count" | "expected_runs">

/** Runs that are over, runs that go on, and how many there will be. */
export function SweepProgress({ sweep, wide }: { sweep: Progress; wide?: boolean }) {
  const { run_count, running_count, expected_runs } = sweep
  const over = run_count - running_count
  const whole = expected_runs === null ? null : Math.max(expected_runs, run_count, 1)
  const share = (runs: number) => `${whole ? (100 * runs) / whole : 0}%`
  return (
    <span
      className={cx("flex items-center gap-2.5", wide === undefined ? "w-full" : whole !== null && "w-52")}
      title={describeProgress(sweep)}
    >
      <span
        role="progressbar"
        aria-label="Runs"
        aria-valuetext={describeProgress(sweep)}
        aria-valuemin={0}
        aria-valuemax={whole ?? undefined}
        aria-valuenow={whole === null ? undefined : over}
        className={cx(
          "flex h-1.5 min-w-12 flex-1 overflow-hidden rounded-full bg-line",
          whole === null && (wide === undefined ? "invisible" : "hidden"),
        )}
      >
        <span className="bg-ok" style={{ width: share(over) }} />
        <span className="bg-accent" style={{ width: share(running_count) }} />
      </span>
      <span className="num shrink-0 text-sm">
        {formatCount(run_count)}
        <span className="text-ink-3">{whole === null ? " runs" : ` / ${formatCount(whole)}`}</span>
      </span>
    </span>
  )
}

/** "42 of 100 runs, 3 of them running". */
export function describeProgress({ run_count, running_count, expected_runs }: Progress): string {
  const runs = expected_runs === null ? plural(run_count, "run") : `${run_count} of ${plural(expected_runs, "run")}`
  return running_count > 0 ? `${runs}, ${running_count} of them running` : runs
}
