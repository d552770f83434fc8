import { expect, test } from "vitest"
import { answeredIn, askedIn } from "./said"

const texts = (messages: ReturnType<typeof askedIn>) =>
  messages?.map(({ parts }) => parts.map((part) => ("text" in part ? part.text : part.type)).join())

const history = [
  { role: "system", content: "be brief" },
  { role: "user", content: "one" },
  { role: "assistant", content: "first" },
  { role: "tool", content: "{}" },
  { role: "user", content: "two" },
]

test("what was asked in a turn is what came after the last answer", () => {
  expect(texts(askedIn(history))).toEqual(["two"])
  expect(texts(askedIn({ messages: history.slice(0, 2) }))).toEqual(["one"])
  expect(texts(askedIn(history.slice(0, 3)))).toEqual(["first"])
  expect(texts(askedIn("plain"))).toEqual(["plain"])
  expect(askedIn({ question: 1 })).toBeNull()
})

test("what was answered is what was said, not what was called", () => {
  const call = { role: "assistant", content: null, tool_calls: [{ id: "1", function: { name: "f", arguments: "{}" } }] }
  expect(texts(answeredIn([call, { role: "tool", content: "{}" }, { role: "assistant", content: "done" }]))).toEqual([
    "done",
  ])
  expect(answeredIn([call])?.length).toBe(1)
  expect(texts(answeredIn("# Done"))).toEqual(["# Done"])
  expect(answeredIn({ answer: 1 })).toBeNull()
})
