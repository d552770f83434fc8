import type { RunRow } from "@/api"
import { formatDuration, formatExact } from "@/lib/format"
import { Chip } from "@/ui/Chip"
import { RelativeTime, useNow } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { type Column, cellValue, isoTime, isTime } from "./columns"
import { type NumberFormat, signedDelta } from "./numbers"

interface CellProps {
  run: RunRow
  column: Column
  /** The run that the others are compared with. */
  baseline: RunRow | null
  /** The values of this column are on their way. */
  waiting: boolean
}

export function Cell({ run, column, baseline, waiting }: CellProps) {
  const { path } = column
  if (path === "state") return <StateDot state={run.state} withWord />
  if (path === "duration_s") return <Duration run={run} />
  if (path === "tags") return <Tags tags={run.tags} />
  const value = cellValue(run, path)
  if (value === undefined && waiting) return <span className="h-2.5 w-2/3 animate-pulse rounded bg-sunken" />
  if (value === undefined || value === null || value === "") return <span className="text-ink-3">–</span>
  if (isTime(path)) return <RelativeTime at={isoTime(value)} />
  if (typeof value === "number" && column.format) {
    return <NumberCell value={value} format={column.format} base={otherNumber(run, baseline, path)} />
  }
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return (
    <span className="truncate" title={text}>
      {text}
    </span>
  )
}

function otherNumber(run: RunRow, baseline: RunRow | null, path: string): number | null {
  if (!baseline || baseline.run_id === run.run_id) return null
  const value = cellValue(baseline, path)
  return typeof value === "number" ? value : null
}

function NumberCell({ value, format, base }: { value: number; format: NumberFormat; base: number | null }) {
  const delta = base === null ? null : value - base
  return (
    <span className="num flex w-full items-baseline gap-2" title={formatExact(value)}>
      {delta !== null && Number.isFinite(delta) && (
        <span className="text-ink-3 text-xs" title={`${formatExact(delta)} against the baseline`}>
          {signedDelta(delta, format)}
        </span>
      )}
      <span className="flex-1 text-right">{format(value)}</span>
    </span>
  )
}

function Duration({ run }: { run: RunRow }) {
  if (run.state === "running") return <RunningDuration run={run} />
  return (
    <span className="num" title={run.duration_s === null ? undefined : `${formatExact(run.duration_s)} s`}>
      {formatDuration(run.duration_s)}
    </span>
  )
}

function RunningDuration({ run }: { run: RunRow }) {
  const now = useNow()
  const seconds = Math.max(0, (now.getTime() - new Date(run.created_at).getTime()) / 1000)
  return <span className="num">{formatDuration(Math.floor(seconds))}</span>
}

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null
  return (
    <span className="flex gap-1 overflow-hidden" title={tags.join(", ")}>
      {tags.map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
    </span>
  )
}
