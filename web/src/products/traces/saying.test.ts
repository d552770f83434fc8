import { expect, it } from "vitest"
import { inWords, readSaying } from "./saying"

it.each([
  ["quality 4", { name: "quality", value: 4 }],
  ["quality: -0.5", { name: "quality", value: -0.5 }],
  ["safe no", { name: "safe", value: false }],
  ["topic = billing and refunds", { name: "topic", value: "billing and refunds" }],
  ["the answer is wrong", { name: "comment", value: "the answer is wrong" }],
  ["see https://example.org/a", { name: "comment", value: "see https://example.org/a" }],
  ["  ", null],
])("reads %j", (text, said) => {
  expect(readSaying(text)).toEqual(said)
})

it("what was said is told in a few words", () => {
  expect(inWords({ name: "thumb", value: "up" })).toBe("thumb up")
  expect(inWords({ name: "safe", value: false })).toBe("safe no")
  expect(inWords({ name: "comment", value: "a long one" })).toBe("comment")
})
