import type { SpanRow, TraceTotals } from "@/api/traces"

/** A span in its place in the tree of its trace. */
export interface TreeSpan {
  span: SpanRow
  depth: number
  children: number
  /** Spans below it, at any depth, that failed. */
  errorsBelow: number
  /** What the model requests spent that it is or that are below it. */
  spent: Spent
}

export interface Spent {
  input: number
  output: number
  cost: number
}

/** Spans whose tokens are spent; those above them repeat the numbers. */
const COUNTED = new Set(["llm", "embedding", "reranker"])

/**
 * The spans of a trace as rows of a tree, by their start. A span whose parent never
 * came stands at the top; of spans that are each other's parents the first does.
 */
export function treeOf(spans: readonly SpanRow[]): TreeSpan[] {
  const children = childrenOf(spans)
  const rolled = new Map<string, RolledUp>()
  const rows: TreeSpan[] = []
  for (const top of topsOf(spans, children)) {
    rollUp(top, children, rolled)
    const stack: [SpanRow, number][] = [[top, 0]]
    while (stack.length > 0) {
      const [span, depth] = stack.pop() as [SpanRow, number]
      const below = children.get(span.span_id) ?? []
      rows.push({ span, depth, children: below.length, ...(rolled.get(span.span_id) as RolledUp) })
      for (const child of below.toReversed()) stack.push([child, depth + 1])
    }
  }
  return rows
}

/** The rows of a tree without what is under closed spans; all of them, when none is closed. */
export function withoutClosed(rows: readonly TreeSpan[], closed: ReadonlySet<string>): readonly TreeSpan[] {
  if (closed.size === 0) return rows
  let within = Number.POSITIVE_INFINITY
  return rows.filter(({ span, depth }) => {
    if (depth > within) return false
    within = closed.has(span.span_id) ? depth : Number.POSITIVE_INFINITY
    return true
  })
}

/** Children of each span, the earliest first; without those whose parent is no ancestor. */
function childrenOf(spans: readonly SpanRow[]): Map<string, SpanRow[]> {
  const children = new Map<string, SpanRow[]>()
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    if (!span.parent_id || span.parent_id === span.span_id) continue
    const siblings = children.get(span.parent_id)
    if (siblings) siblings.push(span)
    else children.set(span.parent_id, [span])
  }
  return children
}

/** The root of a trace: of the spans without a parent that came, the first; of a circle the first of all. */
export function firstOf(spans: readonly SpanRow[]): SpanRow {
  return topsOf(spans, childrenOf(spans))[0]
}

function topsOf(spans: readonly SpanRow[], children: Map<string, SpanRow[]>): SpanRow[] {
  const known = new Set(spans.map((span) => span.span_id))
  const isTop = (span: SpanRow) => !known.has(span.parent_id) || span.parent_id === span.span_id
  const ordered = [...spans].sort((one, other) => one.start - other.start)
  const tops = ordered.filter(isTop)
  const reached = new Set<string>()
  for (const top of tops) reach(top, children, reached)
  // What is left are circles: cut each at its first span.
  for (const span of ordered) {
    if (reached.has(span.span_id)) continue
    const siblings = children.get(span.parent_id)
    siblings?.splice(siblings.indexOf(span), 1)
    tops.push(span)
    reach(span, children, reached)
  }
  return tops
}

function reach(top: SpanRow, children: Map<string, SpanRow[]>, reached: Set<string>): void {
  const stack = [top]
  while (stack.length > 0) {
    const span = stack.pop() as SpanRow
    if (reached.has(span.span_id)) continue
    reached.add(span.span_id)
    stack.push(...(children.get(span.span_id) ?? []))
  }
}

type RolledUp = Pick<TreeSpan, "errorsBelow" | "spent">

/** Sums of each span under `top` and of itself, from the leaves up, without a call for each level. */
function rollUp(top: SpanRow, children: Map<string, SpanRow[]>, rolled: Map<string, RolledUp>): void {
  const order = [top]
  for (let at = 0; at < order.length; at++) {
    for (const child of children.get(order[at].span_id) ?? []) order.push(child)
  }
  for (const span of order.toReversed()) {
    const sum: RolledUp = { errorsBelow: 0, spent: spentBy(span) }
    for (const child of children.get(span.span_id) ?? []) {
      const { errorsBelow, spent } = rolled.get(child.span_id) as RolledUp
      sum.errorsBelow += errorsBelow + (child.status === "error" ? 1 : 0)
      sum.spent.input += spent.input
      sum.spent.output += spent.output
      sum.spent.cost += spent.cost
    }
    rolled.set(span.span_id, sum)
  }
}

const spentBy = (span: SpanRow): Spent =>
  COUNTED.has(span.kind)
    ? { input: span.input_tokens, output: span.output_tokens, cost: span.cost ?? 0 }
    : { input: 0, output: 0, cost: 0 }

/** From the first start to the last end, in ms. */
export function extentOf(spans: readonly SpanRow[]): { start: number; duration: number } {
  let start = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  for (const span of spans) {
    start = Math.min(start, span.start)
    end = Math.max(end, span.start + span.duration_ms)
  }
  return spans.length ? { start, duration: Math.max(end - start, 0) } : { start: 0, duration: 0 }
}

export function totalsOf(spans: readonly SpanRow[]): TraceTotals {
  const totals = { spans: spans.length, errors: 0, input_tokens: 0, output_tokens: 0, cost: 0 }
  for (const span of spans) {
    if (span.status === "error") totals.errors++
    const { input, output, cost } = spentBy(span)
    totals.input_tokens += input
    totals.output_tokens += output
    totals.cost += cost
  }
  return totals
}

/** The next failure after a row that has none below it, where it began; from the top again after the last. */
export function nextError(rows: readonly TreeSpan[], after: string): SpanRow | null {
  const origins = rows.filter((row) => row.span.status === "error" && row.errorsBelow === 0)
  if (origins.length === 0) return null
  const places = new Map(rows.map((row, at) => [row.span.span_id, at]))
  const from = places.get(after) ?? -1
  const next = origins.find((row) => (places.get(row.span.span_id) as number) > from) ?? origins[0]
  return next.span
}
