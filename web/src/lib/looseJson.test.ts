import { expect, test } from "vitest"
import { parseLooseJson } from "./looseJson"

test("bare numbers that JSON does not know become strings", () => {
  expect(parseLooseJson('{"a": [NaN, -Infinity, 1, "NaN \\" Infinity"]}')).toEqual({
    a: ["NaN", "-Infinity", 1, 'NaN " Infinity'],
  })
})

test("what is broken stays an error", () => {
  expect(() => parseLooseJson('{"a": ')).toThrow()
})
