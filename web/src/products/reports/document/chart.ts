import type { CustomChart, Json, JsonObject } from "@/api"
import { asList, asObject, asText } from "./blocks"

/** Queries for a table that runs logged. Source: `CustomChart.from_table` of wandb-workspaces 0.4.13; `wandb/plot/viz.py`. */
const TABLES = new Set(["summaryTable", "historyTable"])

/** The chart that a “Vega2” panel says; null when its rows do not come from a logged table. */
export function chartOf(config: JsonObject): CustomChart | null {
  const table = tableIn(asList(asObject(config.userQuery).queryFields))
  if (!table) return null
  const preset = asText(config.panelDefId)
  const strings = texts(config.stringSettings)
  return { key: strings.title || table, preset, fields: texts(config.fieldSettings), strings, table }
}

function tableIn(fields: readonly Json[]): string {
  for (const field of fields.map(asObject)) {
    const key = asList(field.args)
      .map(asObject)
      .find(({ name }) => name === "tableKey")
    const found = TABLES.has(asText(field.name)) ? asText(key?.value) : tableIn(asList(field.fields))
    if (found) return found
  }
  return ""
}

function texts(settings: unknown): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [key, value] of Object.entries(asObject(settings))) if (typeof value === "string") found[key] = value
  return found
}
