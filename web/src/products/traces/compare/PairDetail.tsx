import type { ReactNode } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { formatDuration } from "@/lib/format"
import { SkeletonRows } from "@/ui/Skeleton"
import { Cost, Tokens } from "../amounts"
import { Content } from "../Content"
import { useSpanPayload } from "../useTraces"
import type { AlignedRow } from "./align"
import { ValueDiff } from "./ValueDiff"

interface PairDetailProps {
  one: TracePath
  other: TracePath
  row: AlignedRow
}

/** Two spans that belong together: what they took, and how their inputs and outputs differ. */
export function PairDetail({ one, other, row }: PairDetailProps) {
  const left = useSpanPayload(one, row.one?.span.span_id)
  const right = useSpanPayload(other, row.other?.span.span_id)
  const waits = (row.one && left.isPending) || (row.other && right.isPending)
  return (
    <section aria-label="Differences" className="h-full overflow-auto p-4">
      <table className="mb-4 w-full text-sm">
        <thead className="text-left text-ink-3">
          <tr>
            <th scope="col" className="w-24 font-normal">
              <span className="sr-only">What</span>
            </th>
            <th scope="col" className="font-normal">
              First
            </th>
            <th scope="col" className="font-normal">
              Second
            </th>
          </tr>
        </thead>
        <tbody>
          {FACTS.map(([name, shown]) => (
            <tr key={name}>
              <th scope="row" className="pr-4 text-left font-normal text-ink-3">
                {name}
              </th>
              <td className="num pr-4">{row.one ? shown(row.one.span) : "–"}</td>
              <td className="num">{row.other ? shown(row.other.span) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {waits && <SkeletonRows rows={6} />}
      {!waits && row.one && row.other && (
        <div className="space-y-4">
          <ValueDiff title="Input" one={left.data?.input} other={right.data?.input} />
          <ValueDiff title="Output" one={left.data?.output} other={right.data?.output} />
        </div>
      )}
      {!waits && !(row.one && row.other) && (
        <div className="space-y-4">
          <Content title="Input" value={(left.data ?? right.data)?.input} />
          <Content title="Output" value={(left.data ?? right.data)?.output} />
        </div>
      )}
    </section>
  )
}

const FACTS: [string, (span: SpanRow) => ReactNode][] = [
  ["Name", (span) => span.name],
  ["Outcome", (span) => (span.status === "error" ? span.error_message || "failed" : "ok")],
  ["Duration", (span) => formatDuration(span.duration_ms / 1000)],
  ["Model", (span) => span.model || "–"],
  ["Tokens", (span) => <Tokens key="tokens" input={span.input_tokens} output={span.output_tokens} />],
  ["Cost", (span) => <Cost key="cost" value={span.cost} />],
]
