import type { SpanRow } from "@/api/traces"
import { diffLines } from "@/lib/lineDiff"
import { type TreeSpan, treeOf } from "../tree"

/** A span of one trace beside the one of the other that stands in the same place; null where there is none. */
export interface AlignedRow {
  key: string
  depth: number
  one: TreeSpan | null
  other: TreeSpan | null
}

interface Branch {
  row: TreeSpan
  below: Branch[]
}

type Pair = [Branch | null, Branch | null]

/**
 * The trees of two traces laid over each other: under spans that belong together, children of the same kind and name do,
 * in their order; requests also when they ask another model. The first roots belong together whatever they are called.
 */
export function alignTraces(one: readonly SpanRow[], other: readonly SpanRow[]): AlignedRow[] {
  const [left, right] = [branchesOf(treeOf(one)), branchesOf(treeOf(other))]
  const rows: AlignedRow[] = []
  const stack: [Pair, number][] = [
    ...pairs(left.slice(1), right.slice(1))
      .reverse()
      .map((pair): [Pair, number] => [pair, 0]),
  ]
  stack.push([[left[0] ?? null, right[0] ?? null], 0])
  while (stack.length > 0) {
    const [[from, to], depth] = stack.pop() as [Pair, number]
    const key = `${from?.row.span.span_id ?? ""}|${to?.row.span.span_id ?? ""}`
    rows.push({ key, depth, one: from?.row ?? null, other: to?.row ?? null })
    for (const pair of pairs(from?.below ?? [], to?.below ?? []).reverse()) stack.push([pair, depth + 1])
  }
  return rows
}

/** What differs between two spans that belong together; of texts their beginnings are compared. */
export function differences({ one, other }: AlignedRow): string[] {
  if (!one) return ["only in the second"]
  if (!other) return ["only in the first"]
  const [a, b] = [one.span, other.span]
  const found: [string, boolean][] = [
    ["outcome", (a.status === "error") !== (b.status === "error")],
    ["model", a.model !== b.model],
    ["input", a.input_preview !== b.input_preview],
    ["output", a.output_preview !== b.output_preview],
  ]
  return found.filter(([, differs]) => differs).map(([name]) => name)
}

function pairs(left: readonly Branch[], right: readonly Branch[]): Pair[] {
  const alike = left.length === right.length && left.every((branch, at) => keyOf(branch) === keyOf(right[at]))
  const lines = alike ? null : diffLines(left.map(keyOf), right.map(keyOf))
  if (!lines) return byPlace(left, right)
  return lines.map(({ before, after }) => [
    before === null ? null : left[before - 1],
    after === null ? null : right[after - 1],
  ])
}

/** Of lists that are alike, or have next to nothing in common. */
function byPlace(left: readonly Branch[], right: readonly Branch[]): Pair[] {
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, at): Pair => [left[at] ?? null, right[at] ?? null],
  )
}

/** Clients name requests by the model, and it is often the model that was changed between two traces. */
const keyOf = ({ row: { span } }: Branch) =>
  `${span.kind} ${span.model ? span.name.replaceAll(span.model, "…") : span.name}`

function branchesOf(rows: readonly TreeSpan[]): Branch[] {
  const tops: Branch[] = []
  const around: Branch[] = []
  for (const row of rows) {
    const branch: Branch = { row, below: [] }
    around.length = row.depth
    const parent = around.at(-1)
    if (parent) parent.below.push(branch)
    else tops.push(branch)
    around.push(branch)
  }
  return tops
}
