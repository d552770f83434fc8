import { Link } from "@tanstack/react-router"
import { useMemo, useState } from "react"
import type { TrialRow } from "@/api/objects"
import { formatDuration, formatNumber } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { DataTable, type TableColumn, type TableSort } from "@/ui/DataTable"
import { Icon } from "@/ui/Icon"
import { type Score, scoresOf } from "./scores"

interface TrialTableProps {
  entity: string
  project: string
  trials: readonly TrialRow[]
}

interface Line {
  trial: TrialRow
  place: number
  scores: Map<string, Score["value"]>
}

/** The trials of an evaluation: row, output, a column for each score. */
export function TrialTable({ entity, project, trials }: TrialTableProps) {
  const [sort, setSort] = useState<TableSort | null>(null)
  const lines = useMemo(() => trials.map(lineOf), [trials])
  const names = useMemo(() => [...new Set(lines.flatMap((line) => [...line.scores.keys()]))], [lines])
  const members = useMemo(() => membersOf(trials), [trials])
  const ordered = useMemo(() => (sort ? inOrder(lines, sort) : lines), [lines, sort])
  const columns: TableColumn<Line>[] = [
    { columnId: "place", label: "#", widthPx: 70, render: (line) => openLink(entity, project, line) },
    ...members.map((name) => ({
      columnId: `row:${name}`,
      label: name,
      widthPx: 160,
      render: ({ trial }: Line) => <Text value={memberOf(trial, name)} />,
    })),
    ...(members.length === 0
      ? [{ columnId: "row", label: "Row", widthPx: 240, render: ({ trial }: Line) => <Text value={trial.row} /> }]
      : []),
    { columnId: "output", label: "Output", widthPx: 240, render: ({ trial }) => <Output trial={trial} /> },
    ...names.map((name) => ({
      columnId: `score:${name}`,
      label: name,
      widthPx: 110,
      numeric: true,
      render: (line: Line) => <ScoreCell value={line.scores.get(name)} />,
    })),
    {
      columnId: "latency",
      label: "Latency",
      widthPx: 90,
      numeric: true,
      render: ({ trial }) => (trial.latency_s === null ? "" : formatDuration(trial.latency_s)),
    },
  ]
  return (
    <DataTable
      label="Trials"
      columns={columns}
      rows={ordered}
      sort={sort}
      onSort={setSort}
      className="min-h-0 flex-1"
    />
  )
}

const MOST_MEMBERS = 5

/** The names in the rows, each a column; none when rows are plain values. */
function membersOf(trials: readonly TrialRow[]): string[] {
  const names = new Set<string>()
  for (const { row } of trials) {
    if (typeof row === "object" && row !== null && !Array.isArray(row))
      for (const name of Object.keys(row)) names.add(name)
  }
  return [...names].slice(0, MOST_MEMBERS)
}

const memberOf = (trial: TrialRow, name: string) => (trial.row as Record<string, unknown> | null)?.[name]

const lineOf = (trial: TrialRow, index: number): Line => ({
  trial,
  place: index + 1,
  scores: new Map(scoresOf(trial.scores).map(({ name, value }) => [name, value])),
})

const openLink = (entity: string, project: string, { trial, place }: Line) => (
  <Link
    to="/$entity/$project/traces/$trace"
    params={{ entity, project, trace: trial.trace_id }}
    search={{ span: trial.call_id } as never}
    title="Open this trial in its trace"
    className="num text-accent hover:underline"
  >
    {place}
  </Link>
)

function Output({ trial }: { trial: TrialRow }) {
  if (trial.error) return <Badge tone="danger">{trial.error.trim().split("\n").at(-1)}</Badge>
  return <Text value={trial.output} />
}

function Text({ value }: { value: unknown }) {
  const text = asText(value)
  return <span title={text.length > 1000 ? `${text.slice(0, 1000)}…` : text}>{text}</span>
}

function ScoreCell({ value }: { value: Score["value"] | undefined }) {
  if (value === undefined) return <span className="text-ink-3">–</span>
  if (typeof value === "number") return <span title={String(value)}>{formatNumber(value, 4)}</span>
  if (typeof value === "string") return <span title={value}>{value}</span>
  return value ? (
    <span className="inline-flex items-center gap-1 text-ok">
      <Icon name="check" size={12} /> yes
    </span>
  ) : (
    <span className="inline-flex items-center gap-1 text-danger">
      <Icon name="close" size={12} /> no
    </span>
  )
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** Trials that have no value in the column come last in both directions. */
function inOrder(lines: readonly Line[], sort: TableSort): Line[] {
  const known = lines.filter((line) => keyOf(line, sort.columnId) !== null)
  const unknown = lines.filter((line) => keyOf(line, sort.columnId) === null)
  known.sort((one, other) => compare(keyOf(one, sort.columnId), keyOf(other, sort.columnId)))
  return [...(sort.descending ? known.reverse() : known), ...unknown]
}

function keyOf(line: Line, columnId: string): number | string | null {
  if (columnId === "place") return line.place
  if (columnId === "latency") return line.trial.latency_s
  if (columnId === "row") return asText(line.trial.row)
  if (columnId.startsWith("row:")) return asText(memberOf(line.trial, columnId.slice("row:".length)))
  if (columnId === "output") return asText(line.trial.output)
  const value = line.scores.get(columnId.slice("score:".length))
  return typeof value === "boolean" ? Number(value) : (value ?? null)
}

function compare(one: number | string | null, other: number | string | null): number {
  if (typeof one === "number" && typeof other === "number") return one - other
  return String(one).localeCompare(String(other))
}
