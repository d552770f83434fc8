import { afterEach, expect, test, vi } from "vitest"
import { fetchBytes, fetchJson, TooLarge } from "./fetchFile"

afterEach(() => vi.unstubAllGlobals())

function answer(body: BodyInit, headers: Record<string, string> = {}): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { headers })))
}

test("a file that says it is too large is not read", async () => {
  answer("x", { "content-length": "5000" })
  await expect(fetchBytes("/f", 1000)).rejects.toBeInstanceOf(TooLarge)
})

test("a file that does not say its size is given up on the way", async () => {
  const chunk = new Uint8Array(600)
  answer(
    new ReadableStream({
      pull: (controller) => controller.enqueue(chunk),
    }),
  )
  await expect(fetchBytes("/f", 1000)).rejects.toThrow("at most 1000 B")
})

test("JSON with bare NaN is read, and what is no JSON is named", async () => {
  answer('{"a": NaN}')
  expect(await fetchJson("/f", 1000)).toEqual({ a: "NaN" })
  answer("<html>")
  await expect(fetchJson("/f", 1000)).rejects.toThrow("not JSON")
})
