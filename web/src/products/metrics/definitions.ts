import type { MetricInfo, XAxis } from "@/api"

export const STEP: XAxis = { kind: "step" }

const CLIENT_KEYS = new Map<string, XAxis>([
  ["_step", STEP],
  ["_timestamp", { kind: "time" }],
  ["_runtime", { kind: "relative" }],
  ["_absolute_runtime", { kind: "relative" }],
])

/** How runs want metrics to be drawn: what `define_metric` says. */
export interface Definitions {
  /** The axis of each metric that has a step metric. */
  axes: ReadonlyMap<string, XAxis>
  /** Metrics without a panel of their own. */
  hidden: ReadonlySet<string>
}

/** The x-axis that clients call so: one of their own keys, or a metric. */
export const axisNamed = (key: string): XAxis => CLIENT_KEYS.get(key) ?? { kind: "metric", metric: key }

export function definitionsOf(metrics: readonly MetricInfo[]): Definitions {
  const stepped = metrics.flatMap(({ name, step_metric }) => (step_metric ? [[name, step_metric] as const] : []))
  return {
    axes: new Map(stepped.map(([name, key]) => [name, axisNamed(key)])),
    hidden: new Set(metrics.filter(({ hidden }) => hidden).map(({ name }) => name)),
  }
}
