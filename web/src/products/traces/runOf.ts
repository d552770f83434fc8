import type { JsonObject } from "@/api"

export interface RunOfSpan {
  entity: string
  project: string
  run: string
  step: number | null
}

/** The run that a span names in its attributes, as Weave's and OpenTelemetry clients write it: `entity/project/run`. */
export function runOf(raw: JsonObject | undefined): RunOfSpan | null {
  const attributes = (raw?.attributes ?? {}) as { [name: string]: unknown }
  const path = attributes["wandb.wb_run_id"]
  const [entity, project, run, ...rest] = typeof path === "string" ? path.split("/") : []
  if (!entity || !project || !run || rest.length > 0) return null
  const step = attributes["wandb.wb_run_step"]
  return { entity, project, run, step: typeof step === "number" ? step : null }
}
