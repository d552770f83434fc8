import type { Json, JsonObject } from "@/api"
import { formatBytes, formatDuration, formatTime } from "@/lib/format"
import { naturalOrder } from "@/lib/naturalOrder"

/** Names in natural order; those that the client keeps for itself, with an underscore, last. */
export function sortNames(document: JsonObject): JsonObject {
  const names = Object.keys(document).sort(
    (one, other) => Number(one.startsWith("_")) - Number(other.startsWith("_")) || naturalOrder(one, other),
  )
  return Object.fromEntries(names.map((name) => [name, document[name]]))
}

/** A run's last values as people read them: in order, and the client's own clock as time and duration. */
export function readableSummary(summary: JsonObject): JsonObject {
  const { _timestamp, _runtime } = summary
  const clock: JsonObject = {}
  if (typeof _timestamp === "number") clock._timestamp = formatTime(new Date(_timestamp * 1000))
  if (typeof _runtime === "number") clock._runtime = formatDuration(_runtime)
  return sortNames({ ...summary, ...clock })
}

const SIZE = /^(total|used|memory_?total|capacity)$/i

/** System facts count bytes, often as text: "270553174016" reads better as 252 GiB. */
export function readableSizes(facts: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, readable(name, value)]))
}

function readable(name: string, value: Json): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return readableSizes(value)
  const bytes = Number(value)
  return SIZE.test(name) && value !== null && bytes > 1e6 ? formatBytes(bytes) : value
}
