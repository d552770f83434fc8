import type { Json, RunRow } from "@/api"
import { columnDigits, formatDuration } from "@/lib/format"
import { Chip } from "@/ui/Chip"
import { NumberText } from "@/ui/NumberText"
import { RelativeTime, useNow } from "@/ui/RelativeTime"
import { StateDot } from "@/ui/StateDot"
import { isOwnColumn } from "./useRuns"

/** The value of a cell. */
export function cellValue(run: RunRow, column: string): Json {
  if (isOwnColumn(column)) return (run as unknown as Record<string, Json>)[column] ?? null
  return run.fields[column] ?? null
}

/** Significant digits for each column of numbers: by their spread. */
export function digitsOf(runs: readonly RunRow[], columns: readonly string[]): Map<string, number> {
  return new Map(
    columns.map((column) => {
      const values = runs.map((run) => cellValue(run, column)).filter((value) => typeof value === "number")
      return [column, columnDigits(values)]
    }),
  )
}

export function Cell({ run, column, digits }: { run: RunRow; column: string; digits?: number }) {
  if (column === "state") return <StateDot state={run.state} withWord />
  if (column === "duration_s") return <Duration run={run} />
  if (column === "tags") return <Tags tags={run.tags} />
  const value = cellValue(run, column)
  if (column.endsWith("_at")) return <RelativeTime at={isoTime(value)} />
  if (typeof value === "number") return <NumberText value={value} digits={digits} />
  if (value === null) return <span className="text-ink-3">–</span>
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return (
    <span className="truncate" title={text}>
      {text}
    </span>
  )
}

/** Times in the mirror are microseconds since the epoch. */
const isoTime = (value: Json) =>
  typeof value === "number" ? new Date(value / 1000).toISOString() : (value as string | null)

function Duration({ run }: { run: RunRow }) {
  return run.state === "running" ? (
    <RunningDuration run={run} />
  ) : (
    <span className="num">{formatDuration(run.duration_s)}</span>
  )
}

function RunningDuration({ run }: { run: RunRow }) {
  const now = useNow()
  const seconds = Math.max(0, (now.getTime() - new Date(run.created_at).getTime()) / 1000)
  return <span className="num">{formatDuration(seconds)}</span>
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <span className="flex gap-1 overflow-hidden">
      {tags.map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
    </span>
  )
}
