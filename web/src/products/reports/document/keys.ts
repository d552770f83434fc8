import type { JsonObject } from "@/api"
import { asText } from "./blocks"

/** Keys of runs as wandb's documents write them ↔ fields of the runs table. Source: `expr.py` of wandb-workspaces 0.4.13. */
const RUN_FIELDS: Record<string, string> = {
  name: "name",
  displayName: "display_name",
  state: "state",
  tags: "tags",
  createdAt: "created_at",
  Created: "created_at",
  CreatedTimestamp: "created_at",
  heartbeatAt: "heartbeat_at",
  duration: "duration_s",
  username: "user",
  user: "user",
  sweep: "sweep",
  group: "group",
  jobType: "job_type",
  host: "host",
  notes: "notes",
}
const RUN_KEYS: Record<string, string> = {}
for (const [key, field] of Object.entries(RUN_FIELDS)) RUN_KEYS[field] ??= key
RUN_KEYS.created_at = "createdAt"

/** The field of a key `{section, name}`; null for what the runs table does not have. */
export function fieldOf(key: JsonObject): string | null {
  const name = asText(key.name)
  if (key.section === "tags") return "tags"
  if (!name) return null
  if (key.section === "config") return `config.${name.replace(/\.value$/, "")}`
  if (key.section === "summary") return `summary.${name}`
  if (key.section !== "run") return null
  return RUN_FIELDS[name] ?? `summary.${name}`
}

/** The key of a field. In groupings, keys of the config end in `.value`. */
export function keyOf(field: string, { grouping = false } = {}): JsonObject {
  const [, part, name] = /^(config|summary)\.(.+)$/.exec(field) ?? []
  if (part === "config") return { section: "config", name: grouping ? `${name}.value` : name }
  if (part === "summary") return { section: "summary", name }
  return { section: "run", name: RUN_KEYS[field] ?? field }
}

/** The field of an accessor in a panel: `config:lr.value`, `summary:loss`, `run:createdAt`, or a metric's name. */
export function fieldOfAccessor(accessor: string): string | null {
  const [, section, name] = /^(config|summary|run):(.+)$/.exec(accessor) ?? []
  if (section) return fieldOf({ section, name })
  return accessor ? `summary.${accessor}` : null
}

/** The other way round. */
export function accessorOf(field: string): string {
  const { section, name } = keyOf(field, { grouping: true })
  return `${section as string}:${name as string}`
}
