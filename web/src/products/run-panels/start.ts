import { api, mediaApi, sweepsApi } from "@/api"
import { panelsOf } from "@/products/media/panels"
import type { PanelKind } from "@/products/metrics/board/board"
import type { NewPanel } from "@/products/metrics/board/kinds"
import type { PanelContext } from "@/products/metrics/MetricPanel"

const MOST_FIELDS = 200
const MOST_RUNS = 12
const MOST_AXES = 6

/** A panel to begin with: it shows something before anybody has chosen what. Raises Error with what is missing. */
export async function startPanel(context: PanelContext, kind: PanelKind): Promise<NewPanel> {
  if (kind === "scatter" || kind === "parallel") return { kind, fields: await firstFields(context, kind) }
  if (kind === "importance") return { kind, fields: await firstSweep(context) }
  if (kind === "media") return { kind, fields: await firstMedia(context) }
  if (kind === "comparer") return { kind, fields: [] }
  if (kind === "markdown") return { kind, fields: [], text: "" }
  const [metric] = context.metrics
  if (!metric) throw new Error("The shown runs have logged no metric yet.")
  return { kind, fields: [metric], ...(kind === "line" ? {} : { statistic: "last" as const }) }
}

async function firstFields({ entity, project }: PanelContext, kind: "scatter" | "parallel"): Promise<string[]> {
  const { fields } = await api.fields(entity, project, { limit: MOST_FIELDS })
  const usable = fields.filter((field) => kind === "parallel" || field.kinds.includes("number"))
  const paths = usable.sort((one, other) => other.run_count - one.run_count).map((field) => field.path)
  const chosen = chooseFields(kind, paths)
  if (chosen.length < 2) throw new Error("The runs have no config and summary to compare yet.")
  return chosen
}

/** Some of the config, one of the summary: that is what people compare. */
export function chooseFields(kind: "scatter" | "parallel", paths: readonly string[]): string[] {
  const config = paths.filter((path) => path.startsWith("config."))
  const summary = paths.filter((path) => path.startsWith("summary.") && !path.startsWith("summary._"))
  if (kind === "parallel") return [...config.slice(0, MOST_AXES), ...summary.slice(0, 1)]
  return [config[0] ?? summary[1], summary[0]].filter((path) => path !== undefined)
}

async function firstSweep({ entity, project }: PanelContext): Promise<string[]> {
  const { sweeps } = await sweepsApi.list(entity, project, { limit: 1 })
  if (sweeps.length === 0)
    throw new Error("Importance is that of the parameters of a sweep: this project has none yet.")
  return [sweeps[0].sweep_id, `summary.${sweeps[0].metric?.name ?? "loss"}`]
}

async function firstMedia({ entity, project, runs, grouping }: PanelContext): Promise<string[]> {
  const ids = grouping ? [] : runs.slice(0, MOST_RUNS).map(({ run_id }) => run_id)
  const found = ids.length > 0 ? panelsOf(await mediaApi.ofRuns(entity, project, ids)) : []
  if (found.length === 0) throw new Error("The shown runs have logged no media yet.")
  return [found[0].key]
}
