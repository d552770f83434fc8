import type { Json, JsonObject } from "./types"

/** The native API's bodies about sweeps, in its own words. */

export type SweepState = "pending" | "running" | "paused" | "finished" | "cancelled" | "crashed"

export interface SweepMetric {
  name: string
  goal: "minimize" | "maximize"
}

export interface BestRun {
  run_id: string
  display_name: string
  value: number
}

export interface SweepRow {
  sweep_id: string
  display_name: string
  state: SweepState
  method: string
  metric: SweepMetric | null
  run_count: number
  running_count: number
  /** How many runs there will be; null where nothing ends the search. */
  expected_runs: number | null
  run_cap: number | null
  best_run: BestRun | null
  created_at: string
  updated_at: string
  user: string | null
}

export interface SweepsPage {
  sweeps: SweepRow[]
  total: number
}

export interface SweepParameter {
  /** The field of the runs that it sets: "config.lr". */
  path: string
  kind: "number" | "category"
  distribution: string | null
  min: number | null
  max: number | null
  values: Json[] | null
  log: boolean
}

export interface SweepAgent {
  agent_id: string
  name: string
  host: string | null
  state: string
  heartbeat_at: string | null
  run_id: string | null
}

export interface SweepDetail extends SweepRow {
  config: JsonObject
  config_yaml: string
  parameters: SweepParameter[]
  agents: SweepAgent[]
  early_terminate: JsonObject | null
}

export interface SweepEdit {
  display_name?: string
  state?: "running" | "paused" | "finished" | "cancelled"
}

export interface ParameterImportance {
  path: string
  /** 0 … 1; those of one answer add up to 1. */
  importance: number
  /** −1 … 1; null where the parameter has no order. */
  correlation: number | null
}

export interface Importance {
  runs: number
  parameters: ParameterImportance[]
}
