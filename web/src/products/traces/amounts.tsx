import { formatCount } from "@/lib/format"

/** "1,204 → 88": what a model read and wrote. */
export function Tokens({ input, output }: { input: number; output: number }) {
  if (!input && !output) return <span className="text-ink-3">–</span>
  return (
    <span className="num whitespace-nowrap" title={`${input.toLocaleString()} in, ${output.toLocaleString()} out`}>
      {formatCount(input)} <span className="text-ink-3">→</span> {formatCount(output)}
    </span>
  )
}

export function Cost({ value }: { value: number | null | undefined }) {
  if (!value) return <span className="text-ink-3">–</span>
  return (
    <span className="num" title={`$${value}`}>
      {value < 0.01 ? "<$0.01" : `$${value.toFixed(value < 1 ? 3 : 2)}`}
    </span>
  )
}
