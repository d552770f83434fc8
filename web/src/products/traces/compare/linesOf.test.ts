import { expect, test } from "vitest"
import { linesOf } from "./linesOf"

test("a conversation is compared message by message", () => {
  const call = { id: "1", function: { name: "f", arguments: '{"a": 1}' } }
  const value = [
    { role: "user", content: "one\ntwo" },
    { role: "assistant", content: null, tool_calls: [call] },
  ]
  expect(linesOf(value)).toEqual(["user:", "  one", "  two", "assistant:", '  f({"a":1})'])
})

test("a long line is cut after its sentences, JSON by its members", () => {
  const sentence = `${"word ".repeat(15)}end.`
  expect(linesOf(`${sentence} ${sentence}`)).toEqual([sentence, sentence])
  expect(linesOf({ a: [1] })).toEqual(["{", '  "a": [', "    1", "  ]", "}"])
  expect(linesOf(null)).toEqual([])
})
