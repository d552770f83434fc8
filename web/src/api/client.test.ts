import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { api } from "./endpoints"
import { ApiError } from "./errors"

type Answer = { status?: number; body?: unknown; text?: string }
const calls: { method: string; url: string; headers: Record<string, string>; body: unknown }[] = []
let answer: (url: string) => Answer = () => ({ body: {} })

beforeEach(() => {
  calls.length = 0
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls.push({ method: init.method ?? "GET", url, headers: init.headers as Record<string, string>, body: init.body })
    const { status = 200, body, text } = answer(url)
    return new Response(text ?? JSON.stringify(body), { status })
  })
})
afterEach(() => vi.unstubAllGlobals())

test("a write takes the token of the session first", async () => {
  answer = (url) => (url.endsWith("/session") ? { body: { csrf_token: "t1" } } : { body: { series: [] } })
  await api.stopRun({ entity: "a", project: "b c", run: "r/1" })
  expect(calls.map((call) => `${call.method} ${call.url}`)).toEqual([
    "GET /api/v1/session",
    "POST /api/v1/projects/a/b%20c/runs/r%2F1/stop",
  ])
  expect(calls[1].headers["X-CSRF-Token"]).toBe("t1")
})

test("the server's errors keep code, message and status", async () => {
  answer = () => ({ status: 404, body: { error: { code: "not_found", message: "no run r1" } } })
  const error = await api.run({ entity: "a", project: "b", run: "r1" }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ code: "not_found", message: "no run r1", status: 404 })
})

test("an answer that is no JSON is still an error with its status", async () => {
  answer = () => ({ status: 502, text: "<html>bad gateway</html>" })
  await expect(api.projects()).rejects.toMatchObject({ code: "http_error", status: 502 })
})

test("no answer at all says so", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed to fetch")))
  await expect(api.projects()).rejects.toMatchObject({ code: "unreachable", status: 0 })
})
