import type { Json, JsonObject, RunDetail, RunRow } from "@/api"

/** A run with what a live event brought: its narrow fields, and the leaves of the summary that changed. */
export function mergeRun(run: RunDetail, row: RunRow, summary: JsonObject | null): RunDetail {
  const { fields: _fields, ...narrow } = row
  return { ...run, ...narrow, summary: summary ? mergeSummary(run.summary, summary) : run.summary }
}

function mergeSummary(summary: JsonObject, changes: JsonObject): JsonObject {
  let next = summary
  for (const [path, value] of Object.entries(changes)) next = setLeaf(next, path, value)
  return next
}

/** Set a path like "best.loss"; a name that contains dots itself and is there already wins over the nesting. */
function setLeaf(target: JsonObject, path: string, value: Json): JsonObject {
  const dot = path.indexOf(".")
  const head = path.slice(0, dot)
  const child = target[head]
  if (dot < 0 || path in target || !isObject(child)) return { ...target, [path]: value }
  return { ...target, [head]: setLeaf(child, path.slice(dot + 1), value) }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
