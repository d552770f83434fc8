import type { Json, RunRow, SweepDetail, SweepParameter, SweepRow } from "@/api"

/** Whole objects for tests, from the parts that matter in one. */

export function sweepRow(part: Partial<SweepRow> = {}): SweepRow {
  return {
    sweep_id: "s1",
    display_name: "First",
    state: "running",
    method: "bayes",
    metric: { name: "val/loss", goal: "minimize" },
    run_count: 3,
    running_count: 1,
    expected_runs: 10,
    run_cap: 10,
    best_run: null,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    user: "admin",
    ...part,
  }
}

export function parameter(path: string, part: Partial<SweepParameter> = {}): SweepParameter {
  return { path, kind: "number", distribution: "uniform", min: 0, max: 1, values: null, log: false, ...part }
}

export function sweepDetail(part: Partial<SweepDetail> = {}): SweepDetail {
  const parameters = [
    parameter("config.lr", { distribution: "log_uniform_values", min: 1e-5, max: 0.1, log: true }),
    parameter("config.opt", {
      kind: "category",
      distribution: "categorical",
      min: null,
      max: null,
      values: ["a", "b"],
    }),
    parameter("config.seed", { kind: "category", distribution: "constant", min: null, max: null, values: [1] }),
  ]
  return {
    ...sweepRow(),
    description: null,
    config: {},
    config_yaml: "",
    agents: [],
    early_terminate: null,
    parameters,
    ...part,
  }
}

export function runRow(run_id: string, fields: Record<string, Json>): RunRow {
  return {
    run_id,
    run_number: 1,
    display_name: run_id,
    state: "finished",
    tags: [],
    group: null,
    job_type: null,
    user: null,
    host: null,
    sweep: "s1",
    notes: null,
    created_at: "2026-01-01T00:00:00Z",
    heartbeat_at: null,
    finished_at: null,
    duration_s: null,
    stop_requested: false,
    fields,
  }
}
