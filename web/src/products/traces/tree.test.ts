import { expect, test } from "vitest"
import type { SpanRow } from "@/api/traces"
import { extentOf, nextError, totalsOf, treeOf, withoutClosed } from "./tree"

function span(id: string, parent: string, start: number, change: Partial<SpanRow> = {}): SpanRow {
  const empty = { error_type: "", error_message: "", service: "", model: "", provider: "", session_id: "", user_id: "" }
  const tokens = { input_tokens: 0, output_tokens: 0, cache_read_tokens: 0, cache_write_tokens: 0, reasoning_tokens: 0 }
  const texts = {
    input_preview: "",
    output_preview: "",
    tags: [],
    cost: null,
    run: "",
    run_project: "",
    run_step: -1,
    refs: [],
  }
  const own = { span_id: id, parent_id: parent, is_root: !parent, is_open: false, start, duration_ms: 10, name: id }
  return { trace_id: "t", kind: "unknown", status: "unset", ...own, ...empty, ...tokens, ...texts, ...change }
}

const shape = (spans: SpanRow[], closed: string[] = []) =>
  withoutClosed(treeOf(spans), new Set(closed)).map((row) => "  ".repeat(row.depth) + row.span.span_id)

test("children stand under their parents, by their start, whatever order they came in", () => {
  const spans = [span("late", "root", 9), span("leaf", "early", 3), span("early", "root", 2), span("root", "", 1)]
  expect(shape(spans)).toEqual(["root", "  early", "    leaf", "  late"])
  expect(shape(spans, ["early"])).toEqual(["root", "  early", "  late"])
})

test("a span whose parent never came stands at the top", () => {
  expect(shape([span("orphan", "lost", 5), span("child", "orphan", 6), span("root", "", 9)])).toEqual([
    "orphan",
    "  child",
    "root",
  ])
})

test("circles end", () => {
  expect(shape([span("a", "b", 1), span("b", "a", 2), span("self", "self", 3)])).toEqual(["self", "a", "  b"])
})

test("a chain of 50,000 spans does not overflow", () => {
  const spans = Array.from({ length: 50_000 }, (_, at) => span(`${at}`, at ? `${at - 1}` : "", at))
  const rows = treeOf(spans)
  expect(rows.at(-1)?.depth).toBe(49_999)
})

test("errors are gone through where they began, not at what they brought down", () => {
  const error = { status: "error" as const }
  const rows = treeOf([
    span("root", "", 0, error),
    span("ok", "root", 1),
    span("tool", "root", 2, error),
    span("other", "root", 3, error),
  ])
  expect(rows[0].errorsBelow).toBe(2)
  expect(nextError(rows, "root")?.span_id).toBe("tool")
  expect(nextError(rows, "tool")?.span_id).toBe("other")
  expect(nextError(rows, "other")?.span_id).toBe("tool")
  expect(nextError([], "root")).toBeNull()
})

test("tokens and cost are counted where they are spent", () => {
  const llm = { kind: "llm" as const, input_tokens: 10, output_tokens: 2, cost: 0.5 }
  const spans = [span("agent", "", 0, { kind: "agent", input_tokens: 10 }), span("llm", "agent", 5, llm)]
  expect(treeOf(spans).map(({ spent }) => spent)).toEqual([
    { input: 10, output: 2, cost: 0.5 },
    { input: 10, output: 2, cost: 0.5 },
  ])
  expect(totalsOf(spans)).toEqual({ spans: 2, errors: 0, input_tokens: 10, output_tokens: 2, cost: 0.5 })
  expect(extentOf(spans)).toEqual({ start: 0, duration: 15 })
  expect(extentOf([])).toEqual({ start: 0, duration: 0 })
})
