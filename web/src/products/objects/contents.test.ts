import { expect, test } from "vitest"
import type { ObjectDetail } from "@/api/objects"
import { cellText, columnsOf, descriptionOf, membersOf, promptOf, textOf } from "./contents"

function detail(value: unknown, more: Partial<ObjectDetail> = {}): ObjectDetail {
  const row = { name: "x", kind: "prompt", class_name: "", digest: "d", version: 0, created_at: "", created_by: "" }
  return {
    ...row,
    tags: [],
    aliases: [],
    size_bytes: 0,
    value,
    code: null,
    table: null,
    row_count: null,
    ...more,
  } as never
}

test("what a client's library needs is left out of what people see", () => {
  const value = { _type: "StringPrompt", _bases: [], name: "n", description: "why", content: "Say {word}." }
  expect(membersOf(value)).toEqual({ content: "Say {word}." })
  expect(descriptionOf(value)).toBe("why")
  expect(promptOf(detail(value))).toBe("Say {word}.")
  expect(membersOf([1])).toBeNull()
})

test("versions are compared as code, as the text of a prompt, or as JSON with sorted names", () => {
  expect(textOf(detail({ content: "a" }))).toBe("a")
  expect(textOf(detail({}, { code: "def f(): ..." }))).toBe("def f(): ...")
  expect(textOf(detail({ b: 1, a: { d: 2, c: 3 } }, { kind: "model" }))).toBe(
    JSON.stringify({ a: { c: 3, d: 2 }, b: 1 }, null, 2),
  )
})

test("rows of a data set need not have the same names", () => {
  expect(columnsOf([{ value: { q: 1 } }, { value: { q: 2, a: 3 } }, { value: "odd" }])).toEqual(["q", "a"])
  expect([cellText("x"), cellText({ a: 1 }), cellText(undefined), cellText(null)]).toEqual(["x", '{"a":1}', "", "null"])
})
