import type { JsonObject } from "@/api"

/** The settings that somebody typed. Throws an Error that says what is wrong. */
export function parseSettings(text: string): JsonObject {
  const found: unknown = JSON.parse(text.trim() || "{}")
  if (found === null || typeof found !== "object" || Array.isArray(found)) {
    throw new Error("Settings must be a JSON object")
  }
  return found as JsonObject
}
