/** Search parameters as plain, readable text: the address of a view is made to be read and passed on. */

export type UrlState = Record<string, string>

export function parseSearch(text: string): UrlState {
  return Object.fromEntries(new URLSearchParams(text))
}

/** Empty and absent values leave the address; commas, colons and slashes stay readable. */
export function stringifySearch(state: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(state)) {
    if (value === undefined || value === null || value === "") continue
    params.set(name, String(value))
  }
  const text = params.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/")
  return text && `?${text}`
}

/** A change of some parameters; null removes one. */
export type UrlPatch = Record<string, string | number | boolean | null | undefined>

export function patchUrl(state: UrlState, change: UrlPatch): UrlState {
  const next = { ...state }
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined || value === "") delete next[name]
    else next[name] = String(value)
  }
  return next
}

export const readList = (text: string | undefined): string[] => (text ? text.split(",").filter(Boolean) : [])
export const writeList = (values: readonly string[]): string => values.join(",")

export function readNumber(text: string | undefined, fallback: number): number {
  if (text === undefined || text === "") return fallback
  const value = Number(text)
  return Number.isFinite(value) ? value : fallback
}

export function readChoice<T extends string>(text: string | undefined, choices: readonly T[], fallback: T): T {
  return choices.includes(text as T) ? (text as T) : fallback
}

/** Base64url of JSON, for values without a short form, such as a filter tree. */
export function packJson(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}

export function unpackJson<T>(text: string | undefined): T | null {
  if (!text) return null
  try {
    const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"))
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)))) as T
  } catch {
    return null
  }
}

/** A path of our own origin to go back to after login; anything else could send people to a stranger's page. */
export function safeReturnPath(text: string | undefined): string {
  if (!text || !/^\/(?![/\\])/.test(text) || text.startsWith("/login")) return "/"
  return text
}
