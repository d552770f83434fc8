import type { JsonObject, LaunchQueue } from "@/api"

/** The settings that somebody typed. Throws an Error that says what is wrong. */
export function parseSettings(text: string): JsonObject {
  const found: unknown = JSON.parse(text.trim() || "{}")
  if (found === null || typeof found !== "object" || Array.isArray(found)) {
    throw new Error("Settings must be a JSON object")
  }
  return found as JsonObject
}

/** The settings of a queue's resource, to be changed. */
export function settingsText(queue?: LaunchQueue): string {
  const args = queue?.config?.resource_args as JsonObject | undefined
  return JSON.stringify((queue?.resource && args?.[queue.resource]) ?? {}, null, 2)
}
