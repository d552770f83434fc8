import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { formatCount, formatDelta, formatDuration, formatNumber, formatTime } from "@/lib/format"
import { dollars } from "../amounts"
import { extentOf, firstOf, totalsOf } from "../tree"

interface CompareHeaderProps {
  one: TracePath
  other: TracePath
  left: SpanRow[]
  right: SpanRow[]
}

/** What both took, and by how much the second differs from the first. */
export function CompareHeader({ one, other, left, right }: CompareHeaderProps) {
  const [a, b] = [factsOf(left), factsOf(right)]
  return (
    <header className="shrink-0 overflow-x-auto border-line border-b px-4 py-2">
      <table className="whitespace-nowrap text-sm">
        <thead className="text-ink-3">
          <tr>
            {["", "Duration", "Spans", "Errors", "Tokens in", "Tokens out", "Cost"].map((name) => (
              <th key={name} scope="col" className="pr-6 text-right font-normal first:text-left">
                {name || <span className="sr-only">Trace</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          <Row name={<TraceLink at={one} spans={left} />} facts={a} />
          <Row name={<TraceLink at={other} spans={right} />} facts={b} />
          <tr className="text-ink-2">
            <th scope="row" className="pr-6 text-left font-normal">
              Second against first
            </th>
            {FACTS.map(([name]) => (
              <td key={name} className="pr-6 text-right">
                {delta(name, b[name] - a[name])}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </header>
  )
}

const FACTS = [
  ["duration", (value: number) => formatDuration(value / 1000)],
  ["spans", (value: number) => value.toLocaleString("en-US")],
  ["errors", (value: number) => value.toLocaleString("en-US")],
  ["input_tokens", formatCount],
  ["output_tokens", formatCount],
  ["cost", dollars],
] as const

type Facts = Record<(typeof FACTS)[number][0], number>

const factsOf = (spans: SpanRow[]): Facts => ({ ...totalsOf(spans), duration: extentOf(spans).duration })

function delta(name: keyof Facts, value: number): string {
  if (name === "duration") return signed(value)
  if (name !== "cost" || value === 0) return formatDelta(value)
  return `${value > 0 ? "▲ +" : "▼ −"}$${formatNumber(Math.abs(value), 2)}`
}

export const signed = (ms: number) =>
  ms > 0 ? `▲ +${formatDuration(ms / 1000)}` : ms < 0 ? `▼ ${formatDuration(ms / 1000)}` : "="

function Row({ name, facts }: { name: ReactNode; facts: Facts }) {
  return (
    <tr>
      <th scope="row" className="pr-6 text-left font-normal">
        {name}
      </th>
      {FACTS.map(([fact, shown]) => (
        <td key={fact} className="pr-6 text-right">
          {shown(facts[fact])}
        </td>
      ))}
    </tr>
  )
}

function TraceLink({ at, spans }: { at: TracePath; spans: SpanRow[] }) {
  const first = firstOf(spans)
  return (
    <Link to="/$entity/$project/traces/$trace" params={at} className="text-accent hover:underline">
      {first.name} <span className="text-ink-3">{formatTime(new Date(first.start))}</span>
    </Link>
  )
}
