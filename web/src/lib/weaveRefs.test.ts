import { expect, test } from "vitest"
import { addressOf, parseRef } from "./weaveRefs"

test("references lead to the page of what they name", () => {
  const ref = parseRef("weave:///team/my%20project/object/greeting:AbC/attr/rows/id/x")
  expect(ref).toEqual({ entity: "team", project: "my project", kind: "object", name: "greeting", version: "AbC" })
  expect(ref && addressOf(ref)).toBe("/team/my%20project/weave/objects/greeting/versions/AbC")
})

test("other texts are no references", () => {
  for (const text of ["weave:///team/project/table/abc", "weave:///team", "greeting", 3, null]) {
    expect(parseRef(text)).toBeNull()
  }
})
