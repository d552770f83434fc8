import { expect, test } from "vitest"
import type { SpanRow } from "@/api/traces"
import { alignTraces, differences } from "./align"

let clock = 0
function span(id: string, parent: string, name = id, more: Partial<SpanRow> = {}): SpanRow {
  clock += 1
  const texts = { input_preview: "", output_preview: "", model: "", kind: "tool", status: "ok" }
  return { ...texts, span_id: id, parent_id: parent, name, start: clock, duration_ms: 1, ...more } as SpanRow
}

const shape = (one: SpanRow[], other: SpanRow[]) =>
  alignTraces(one, other).map(
    ({ depth, one, other }) => `${depth} ${one?.span.span_id ?? "-"} ${other?.span.span_id ?? "-"}`,
  )

test("spans of the same kind and name belong together, in their order", () => {
  const one = [span("r", "", "root"), span("a", "r", "plan"), span("b", "r", "search"), span("c", "b", "get")]
  const other = [span("R", "", "other root"), span("A", "R", "plan"), span("X", "R", "think"), span("B", "R", "search")]
  expect(shape(one, other)).toEqual(["0 r R", "1 a A", "1 - X", "1 b B", "2 c -"])
})

test("requests to two models belong together", () => {
  const asks = (id: string, model: string) => span(id, model, `chat ${model}`, { kind: "llm", model })
  const rows = alignTraces([span("x", ""), asks("a", "x")], [span("y", ""), asks("b", "y")])
  expect(rows.map(({ one, other }) => [one?.span.span_id, other?.span.span_id])).toEqual([
    ["x", "y"],
    ["a", "b"],
  ])
  expect(differences(rows[1])).toEqual(["model"])
})

test("a trace that is deep, or has nothing in common, is no trouble", () => {
  const deep = (prefix: string) =>
    Array.from({ length: 20_000 }, (_, at) => span(`${prefix}${at}`, at ? `${prefix}${at - 1}` : "", "s"))
  expect(alignTraces(deep("a"), deep("b")).every(({ one, other }) => one && other)).toBe(true)
  expect(shape([span("r", "")], [])).toEqual(["0 r -"])
})

test("what differs is told", () => {
  const [row] = alignTraces(
    [span("r", "", "r", { output_preview: "x" })],
    [span("R", "", "R", { status: "error", model: "m" })],
  )
  expect(differences(row)).toEqual(["outcome", "model", "output"])
  expect(differences({ ...row, one: null })).toEqual(["only in the second"])
})
