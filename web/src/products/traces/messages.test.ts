import { expect, test } from "vitest"
import { messagesOf } from "./messages"

test("OpenTelemetry's parts", () => {
  const call = { type: "tool_call", id: "1", name: "search", arguments: { q: "x" } }
  const value = [
    { role: "user", parts: [{ type: "text", content: "hi" }] },
    { role: "assistant", parts: [{ type: "reasoning", content: "hm" }, call] },
    { role: "tool", parts: [{ type: "tool_call_response", id: "1", response: "found" }] },
  ]
  expect(messagesOf(value)).toEqual([
    { role: "user", name: "", parts: [{ type: "text", text: "hi" }] },
    {
      role: "assistant",
      name: "",
      parts: [
        { type: "reasoning", text: "hm" },
        { type: "call", id: "1", name: "search", arguments: { q: "x" } },
      ],
    },
    { role: "tool", name: "", parts: [{ type: "result", id: "1", value: "found" }] },
  ])
})

test("OpenAI's requests and answers", () => {
  const call = { id: "1", type: "function", function: { name: "search", arguments: '{"q": 1}' } }
  const request = { model: "m", messages: [{ role: "tool", tool_call_id: "1", content: '{"hits": 3}' }] }
  expect(messagesOf(request)?.[0].parts).toEqual([{ type: "result", id: "1", value: { hits: 3 } }])
  const answer = { choices: [{ index: 0, message: { role: "assistant", content: null, tool_calls: [call] } }] }
  expect(messagesOf(answer)?.[0].parts).toEqual([{ type: "call", id: "1", name: "search", arguments: { q: 1 } }])
})

test("images are shown when they are in the message, and never fetched", () => {
  const message = (url: string) => [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }]
  expect(messagesOf(message("data:image/png;base64,AA=="))?.[0].parts[0].type).toBe("image")
  expect(messagesOf(message("https://example.com/spy.png"))?.[0].parts[0].type).toBe("other")
  expect(messagesOf(message("data:image/svg+xml;base64,AA=="))?.[0].parts[0].type).toBe("other")
})

test("what is no conversation is none", () => {
  for (const value of [null, "text", 1, [], {}, [1], [{ role: "user" }], { a: 1 }, [{ content: "x" }]]) {
    expect(messagesOf(value)).toBeNull()
  }
})

test("a reference of Langfuse's is the file that came beside the span", () => {
  const ref = "@@@langfuseMedia:type=image/png|id=abcdefghijklmnopqrst-_|source=base64_data_uri@@@"
  const media = { type: "media", mime: "image/png", id: "abcdefghijklmnopqrst-_" }
  const content = [
    { type: "image_url", image_url: { url: ref } },
    { type: "text", text: "what is it?" },
  ]
  expect(messagesOf([{ role: "user", content }])?.[0].parts).toEqual([media, { type: "text", text: "what is it?" }])
  expect(messagesOf([{ role: "user", content: ref }])?.[0].parts).toEqual([media])
})
