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
      {dollars(value)}
    </span>
  )
}

/** "<$0.01", "$0.125", "$12.50". */
export function dollars(value: number): string {
  if (!value) return "–"
  return value < 0.01 ? "<$0.01" : `$${value.toFixed(value < 1 ? 3 : 2)}`
}
