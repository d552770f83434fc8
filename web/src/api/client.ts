import { ApiError, decodeError } from "./errors"
import { setReachable } from "./reachable"

export const API_ROOT = "/api/v1"

type QueryValue = string | number | boolean | null | undefined

/** A list is sent as one parameter for each of its values. */
export type Query = Record<string, QueryValue | readonly string[]>

interface RequestOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

let csrfToken: string | null = null

/** Writes carry this token. `GET /session` is where it comes from. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

let linkToken: string | null = null

/** The page was opened by the link of a report: every request carries its token, and there is no session. */
export function setLinkToken(token: string | null): void {
  linkToken = token
}

export function queryString(query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") params.append(name, String(one))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Join path segments, each of them escaped. */
export function path(...segments: (string | number)[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join("")
}

export const get = <T>(url: string, options?: RequestOptions) => request<T>("GET", url, options)
export const post = <T>(url: string, options?: RequestOptions) => request<T>("POST", url, options)
export const put = <T>(url: string, options?: RequestOptions) => request<T>("PUT", url, options)
export const patch = <T>(url: string, options?: RequestOptions) => request<T>("PATCH", url, options)
export const del = <T>(url: string, options?: RequestOptions) => request<T>("DELETE", url, options)

async function request<T>(method: string, url: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, url + queryString(options.query), options)
  if (!response.ok) throw await decodeError(response)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** The bare exchange, for streams: adds root, cookie and token; throws ApiError when nothing answers. */
export async function send(method: string, url: string, options: RequestOptions = {}): Promise<Response> {
  const headers: Record<string, string> = {}
  if (options.body !== undefined) headers["Content-Type"] = "application/json"
  if (linkToken) headers["X-Report-Link"] = linkToken
  else if (method !== "GET" && !csrfToken && url !== "/session") await readCsrfToken()
  if (method !== "GET" && csrfToken) headers["X-CSRF-Token"] = csrfToken
  const body = options.body === undefined ? undefined : JSON.stringify(options.body)
  try {
    const { signal } = options
    const response = await fetch(API_ROOT + url, { method, headers, body, signal, credentials: "same-origin" })
    setReachable(true)
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error
    setReachable(false)
    throw new ApiError("unreachable", "The server does not answer. Is it running, and is the network up?", 0)
  }
}

/** A search is a POST: the first page of a fresh tab may send one before its session has arrived. */
let reading: Promise<void> | null = null

/** Requests that start together share one answer. */
function readCsrfToken(): Promise<void> {
  reading ??= get<{ csrf_token: string }>("/session")
    .then((session) => {
      csrfToken = session.csrf_token
    })
    .finally(() => {
      reading = null
    })
  return reading
}
