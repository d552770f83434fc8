import { expect, test } from "vitest"
import type { SpanRow } from "@/api/traces"
import { neighboursOf, peekedOf } from "./peeking"

test("the address names a trace and a span, whose id may hold anything", () => {
  expect(peekedOf("a", "b", "t1.s.1")).toEqual({
    key: "t1.s.1",
    at: { entity: "a", project: "b", trace: "t1" },
    span: "s.1",
  })
  expect(peekedOf("a", "b", undefined)).toBeNull()
  expect(peekedOf("a", "b", ".s")).toBeNull()
})

test("one moves on from row to row, up to the ends", () => {
  const spans = ["1", "2", "3"].map((id) => ({ trace_id: "t", span_id: id }) as SpanRow)
  expect(neighboursOf(spans, "t.2")).toEqual({ before: spans[0], behind: spans[2] })
  expect(neighboursOf(spans, "t.1").before).toBeUndefined()
  expect(neighboursOf(spans, "t.9")).toEqual({})
})
