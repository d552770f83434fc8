import type { SpanRow, TraceTotals } from "@/api/traces"

/** A span in its place in the tree of its trace. */
export interface TreeSpan {
  span: SpanRow
  depth: number
  children: number
  /** Spans below it, at any depth, that failed. */
  errorsBelow: number
}

/** Spans whose tokens are spent; those above them repeat the numbers. */
const COUNTED = new Set(["llm", "embedding", "reranker"])

/**
 * The spans of a trace as rows of a tree, by their start. A span whose parent never
 * came stands at the top; of spans that are each other's parents the first does.
 */
export function treeOf(spans: readonly SpanRow[]): TreeSpan[] {
  const children = childrenOf(spans)
  const errors = new Map<string, number>()
  const rows: TreeSpan[] = []
  for (const top of topsOf(spans, children)) {
    const stack: [SpanRow, number][] = [[top, 0]]
    while (stack.length > 0) {
      const [span, depth] = stack.pop() as [SpanRow, number]
      const below = children.get(span.span_id) ?? []
      rows.push({ span, depth, children: below.length, errorsBelow: errorsBelow(span, children, errors) })
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

/** Counted once for the whole tree, from the leaves up, without a call for each level. */
function errorsBelow(span: SpanRow, children: Map<string, SpanRow[]>, known: Map<string, number>): number {
  const found = known.get(span.span_id)
  if (found !== undefined) return found
  const order: SpanRow[] = []
  const stack = [span]
  while (stack.length > 0) {
    const next = stack.pop() as SpanRow
    order.push(next)
    stack.push(...(children.get(next.span_id) ?? []))
  }
  for (const one of order.toReversed()) {
    const below = children.get(one.span_id) ?? []
    const sum = below.reduce(
      (total, child) => total + (known.get(child.span_id) ?? 0) + (child.status === "error" ? 1 : 0),
      0,
    )
    known.set(one.span_id, sum)
  }
  return known.get(span.span_id) ?? 0
}

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
    if (!COUNTED.has(span.kind)) continue
    totals.input_tokens += span.input_tokens
    totals.output_tokens += span.output_tokens
    totals.cost += span.cost ?? 0
  }
  return totals
}

/** The failure that came first and has none below it: where it began. */
export function firstError(rows: readonly TreeSpan[]): SpanRow | null {
  const failed = rows.filter(({ span }) => span.status === "error")
  const origin = failed.find((row) => row.errorsBelow === 0) ?? failed[0]
  return origin?.span ?? null
}
