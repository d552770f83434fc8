import type { JsonObject, LogLine, PointsSource, RunAlert, RunRow, SweepRow } from "@/api"

export type LiveTopic =
  | { kind: "runs" | "sweeps" | "launch" | "spans"; entity: string; project: string }
  | {
      kind: "points"
      entity: string
      project: string
      /** null: every run of the project. */
      runs: string[] | null
      /** null: every metric. */
      metrics: string[] | null
      source: PointsSource
    }
  | { kind: "logs" | "media" | "files" | "alerts"; entity: string; project: string; run: string }

export type LiveNumber = number | "NaN" | "Infinity" | "-Infinity"

export interface PointsDelta {
  run_id: string
  source: PointsSource
  first_line: number
  lines: number
  last_step: number | null
  /** Too much to send: ask for the series again. */
  refetch: boolean
  series: Record<string, { step: number[]; time: number[]; value: LiveNumber[] }>
}

export interface RunChange {
  run: RunRow
  /** What changed of it. */
  summary: JsonObject | null
  change: "created" | "updated" | "deleted"
  /** What the run says of its metrics has changed. */
  redefines: boolean
}

export type LiveEvent =
  | { kind: "run"; data: RunChange }
  | { kind: "sweep"; data: { sweep: Omit<SweepRow, "best_run">; change: "created" | "updated" | "deleted" } }
  | { kind: "launch"; data: { entity: string; project: string } }
  /** Spans have begun or ended in these traces; null: in too many to be named. */
  | { kind: "spans"; data: { entity: string; project: string; traces: string[] | null } }
  | { kind: "points"; data: PointsDelta }
  | { kind: "logs"; data: { run_id: string; writer?: string; lines: LogLine[] } }
  | { kind: "media"; data: { run_id: string; keys: string[]; step: number } }
  | { kind: "file"; data: { run_id: string; name: string } }
  | { kind: "alert"; data: { run_id: string; alert: RunAlert } }
  /** Events were lost, or may have been: fetch again. */
  | { kind: "reset"; data: Record<string, never> }

const EVENT_OF = {
  runs: "run",
  sweeps: "sweep",
  launch: "launch",
  spans: "spans",
  points: "points",
  logs: "logs",
  media: "media",
  files: "file",
  alerts: "alert",
} as const

/** Is the event what this topic asked for? */
export function matches(topic: LiveTopic, event: LiveEvent): boolean {
  if (event.kind === "reset") return true
  if (EVENT_OF[topic.kind] !== event.kind) return false
  switch (topic.kind) {
    case "runs":
    case "sweeps":
    case "launch":
    case "spans": {
      const owner = event.data as unknown as { entity?: string; project?: string }
      return owner.entity === topic.entity && owner.project === topic.project
    }
    case "points": {
      const delta = event.data as PointsDelta
      if (delta.source !== topic.source || (topic.runs && !topic.runs.includes(delta.run_id))) return false
      return delta.refetch || !topic.metrics || topic.metrics.some((metric) => metric in delta.series)
    }
    default:
      return (event.data as { run_id: string }).run_id === topic.run
  }
}

/** The fewest topics that cover the given ones: points of the same runs are asked for together. */
export function mergeTopics(topics: readonly LiveTopic[]): LiveTopic[] {
  const merged = new Map<string, LiveTopic>()
  for (const topic of topics) {
    if (topic.kind !== "points") {
      merged.set(JSON.stringify(topic), topic)
      continue
    }
    const key = JSON.stringify({ ...topic, metrics: 0 })
    const other = merged.get(key)
    if (other?.kind !== "points") merged.set(key, topic)
    else merged.set(key, { ...topic, metrics: union(topic.metrics, other.metrics) })
  }
  return [...merged.values()]
}

function union(one: string[] | null, other: string[] | null): string[] | null {
  return one && other ? [...new Set([...one, ...other])].sort() : null
}

/** Do the streamed topics bring everything that is wanted? */
export function covers(streamed: readonly LiveTopic[], wanted: readonly LiveTopic[]): boolean {
  return wanted.every((topic) => streamed.some((other) => includes(other, topic)))
}

function includes(streamed: LiveTopic, wanted: LiveTopic): boolean {
  if (streamed.kind !== "points" || wanted.kind !== "points") return sameText(streamed, wanted)
  if (!sameText({ ...streamed, metrics: null }, { ...wanted, metrics: null })) return false
  if (streamed.metrics === null || streamed.metrics === wanted.metrics) return true
  const names = new Set(streamed.metrics)
  return wanted.metrics?.every((metric) => names.has(metric)) ?? false
}

const sameText = (one: LiveTopic, other: LiveTopic) => JSON.stringify(one) === JSON.stringify(other)
