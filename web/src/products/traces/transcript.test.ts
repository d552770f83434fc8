import { describe, expect, it } from "vitest"
import type { SpanKind, SpanRow } from "@/api/traces"
import { stepsOf } from "./transcript"
import { treeOf } from "./tree"

let clock = 0
function span(id: string, parent: string, kind: SpanKind, status: SpanRow["status"] = "ok"): SpanRow {
  clock += 1
  return { span_id: id, parent_id: parent, name: kind, kind, status, start: clock, duration_ms: 1 } as SpanRow
}

const told = (spans: SpanRow[]) =>
  stepsOf(treeOf(spans)).map(({ span, depth, repeats }) => `${depth}${span.span_id}${repeats.length || ""}`)

describe("stepsOf", () => {
  it("tells turns, tools and agents, indented by what they stand in, without what only wires them", () => {
    const spans = [
      span("a", "", "agent"),
      span("w", "a", "chain"),
      span("m", "w", "llm"),
      span("t", "a", "tool"),
      span("s", "t", "agent"),
      span("n", "s", "llm"),
    ]
    expect(told(spans)).toEqual(["0a", "1m", "1t", "2s", "3n"])
  })

  it("never leaves out a failure", () => {
    expect(told([span("a", "", "agent"), span("m", "a", "llm"), span("f", "a", "chain", "error")])).toEqual([
      "0a",
      "1m",
      "1f",
    ])
  })

  it("folds equal steps in a row, but not failures", () => {
    const tools = ["1", "2", "3", "4", "5"].map((id) => span(id, "a", "tool"))
    expect(told([span("a", "", "agent"), ...tools])).toEqual(["0a", "114"])
    const last = span("6", "a", "tool", "error")
    expect(told([span("a", "", "agent"), ...tools, last])).toEqual(["0a", "114", "16"])
  })

  it("folds rounds of a loop: the first is told, the others when asked for", () => {
    const loop = Array.from({ length: 5 }, (_, at) => [span(`m${at}`, "a", "llm"), span(`t${at}`, "a", "tool")]).flat()
    expect(told([span("a", "", "agent"), ...loop, span("m5", "a", "llm")])).toEqual(["0a", "1m0", "1t08", "1m5"])
    expect(told([span("a", "", "agent"), ...loop.slice(0, 6)])).toHaveLength(7)
  })

  it("tells every span of a trace that has no turns", () => {
    expect(told([span("a", "", "unknown"), span("b", "a", "chain")])).toEqual(["0a", "1b"])
  })
})
