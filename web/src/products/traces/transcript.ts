import type { SpanRow } from "@/api/traces"
import type { TreeSpan } from "./tree"

/** A step that a person follows: a model's turn, a tool, an agent; or a row of equal steps, folded. */
export interface Step {
  span: SpanRow
  /** How many agents and tools it stands in. */
  depth: number
  /** Further steps right after it that look the same, or go in the same circle: shown when asked for. */
  repeats: SpanRow[]
}

const TOLD = new Set(["agent", "llm", "tool", "retriever", "guardrail", "evaluator"])
/** So many equal steps in a row are folded, or so many rounds of a few steps. */
const FOLDED = 4
/** The longest round that is looked for: a model's turn and two tools. */
const LONGEST_ROUND = 3

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
    const { round, end } = roundsFrom(steps, at)
    kept.push(...steps.slice(at, at + round))
    const last = kept[kept.length - 1]
    kept[kept.length - 1] = { ...last, repeats: steps.slice(at + round, end).map(({ span }) => span) }
    at = Math.max(end, at + round)
  }
  return kept
}

/** The shortest round of steps that begins here and comes often enough, and where the last of them ends. */
function roundsFrom(steps: readonly Step[], at: number): { round: number; end: number } {
  for (let round = 1; round <= LONGEST_ROUND; round++) {
    let end = at + round
    while (end < steps.length && isRepeat(steps[end - round], steps[end])) end++
    end -= (end - at) % round
    if (end - at >= FOLDED * round) return { round, end }
  }
  return { round: 1, end: at + 1 }
}

const isRepeat = (one: Step, other: Step) =>
  one.depth === other.depth &&
  one.span.name === other.span.name &&
  one.span.kind === other.span.kind &&
  one.span.status === "ok" &&
  other.span.status !== "error"
