import type { SpanKind } from "@/api/traces"
import { cx } from "@/lib/classNames"

const LOOKS: Record<SpanKind, { letter: string; word: string; className: string }> = {
  agent: { letter: "A", word: "Agent", className: "bg-accent-soft text-accent" },
  llm: { letter: "M", word: "Model request", className: "bg-sunken text-ok" },
  tool: { letter: "T", word: "Tool", className: "bg-warn-soft text-warn" },
  retriever: { letter: "R", word: "Retriever", className: "bg-sunken text-ink" },
  embedding: { letter: "E", word: "Embedding", className: "bg-sunken text-ok" },
  reranker: { letter: "K", word: "Reranker", className: "bg-sunken text-ok" },
  chain: { letter: "C", word: "Chain", className: "bg-sunken text-ink-2" },
  evaluator: { letter: "V", word: "Evaluator", className: "bg-sunken text-ink" },
  guardrail: { letter: "G", word: "Guardrail", className: "bg-sunken text-ink" },
  unknown: { letter: "·", word: "Span", className: "bg-sunken text-ink-3" },
}

export const KINDS = Object.entries(LOOKS).map(([value, { word }]) => ({ value: value as SpanKind, label: word }))

/** What a span is: a letter with its word on hover. */
export function KindChip({ kind }: { kind: SpanKind }) {
  const { letter, word, className } = LOOKS[kind] ?? LOOKS.unknown
  return (
    <span
      title={word}
      className={cx(
        "inline-flex size-4.5 shrink-0 items-center justify-center rounded font-semibold text-xs",
        className,
      )}
    >
      <span aria-hidden="true">{letter}</span>
      <span className="sr-only">{word}</span>
    </span>
  )
}
