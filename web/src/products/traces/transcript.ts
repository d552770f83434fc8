import type { SpanRow } from "@/api/traces"
import type { TreeSpan } from "./tree"

/** A step that a person follows: a model's turn, a tool, an agent; or a row of equal steps, folded. */
export interface Step {
  span: SpanRow
  /** How many agents and tools it stands in. */
  depth: number
  /** Further steps of the same name right after it that look the same: shown when asked for. */
  repeats: SpanRow[]
}

const TOLD = new Set(["agent", "llm", "tool", "retriever", "guardrail", "evaluator"])
/** So many equal steps in a row are folded. */
const FOLDED = 4

/**
 * What happened, in order: model turns, tools and agents of a tree, indented by the agents and
 * tools around them. Of a trace that has none of these, every span.
 */
export function stepsOf(rows: readonly TreeSpan[]): Step[] {
  const told = rows.some(({ span }) => TOLD.has(span.kind) && span.kind !== "agent")
  const steps: Step[] = []
  const around: number[] = []
  for (const { span, depth } of rows) {
    while (around.length > 0 && around[around.length - 1] >= depth) around.pop()
    if (told && !TOLD.has(span.kind) && span.status !== "error" && depth > 0) continue
    steps.push({ span, depth: around.length, repeats: [] })
    if (!told || span.kind === "agent" || span.kind === "tool" || depth === 0) around.push(depth)
  }
  return folded(steps)
}

function folded(steps: Step[]): Step[] {
  const kept: Step[] = []
  for (let at = 0; at < steps.length; ) {
    let end = at + 1
    while (end < steps.length && isRepeat(steps[at], steps[end])) end++
    if (end - at >= FOLDED) kept.push({ ...steps[at], repeats: steps.slice(at + 1, end).map(({ span }) => span) })
    else kept.push(...steps.slice(at, end))
    at = end
  }
  return kept
}

const isRepeat = (one: Step, other: Step) =>
  one.depth === other.depth &&
  one.span.name === other.span.name &&
  one.span.kind === other.span.kind &&
  one.span.status === "ok" &&
  other.span.status !== "error"
