import { useMemo, useState } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { SpanDetail } from "../SpanDetail"
import { SpanTree } from "../SpanTree"
import { Transcript } from "../Transcript"
import { stepsOf } from "../transcript"
import { extentOf, nextError, treeOf, withoutClosed } from "../tree"
import { useNames } from "../useNames"
import { useTrace } from "../useTraces"

interface PeekedTraceProps {
  at: TracePath
  /** The span of the row: what it holds is shown first. */
  span: string
}

/** A trace in a drawer: what happened, above what one span of it holds. */
export function PeekedTrace({ at, span }: PeekedTraceProps) {
  const trace = useTrace(at)
  if (trace.isPending) return <SkeletonRows rows={10} className="p-4" />
  if (!trace.data) {
    return <ErrorState error={trace.error} title="The trace could not be loaded" onRetry={() => void trace.refetch()} />
  }
  return <Peeked at={at} spans={trace.data} row={span} />
}

function Peeked({ at, spans, row }: { at: TracePath; spans: SpanRow[]; row: string }) {
  const closed = useNames()
  const unfolded = useNames()
  const [wanted, choose] = useState<string | null>(null)
  const everything = useMemo(() => treeOf(spans), [spans])
  const rows = useMemo(() => withoutClosed(everything, closed.names), [everything, closed.names])
  const steps = useMemo(() => stepsOf(everything), [everything])
  const extent = useMemo(() => extentOf(spans), [spans])
  const root = everything[0].span
  const asked = everything.find(({ span }) => span.span_id === (wanted ?? row))?.span ?? root
  // A trace that failed is looked at where it began to.
  const chosen =
    wanted === null && asked === root && root.status === "error" ? (nextError(everything, "") ?? root) : asked
  const onChoose = (span: SpanRow) => choose(span.span_id)
  return (
    <div className="flex h-full min-h-0 flex-col">
      {spans.length > 1 && (
        <div className="max-h-[45%] shrink-0 border-line border-b" style={{ height: heightPx(everything.length) }}>
          {root.kind === "agent" ? (
            <Transcript
              steps={steps}
              chosen={chosen.span_id}
              found={null}
              unfolded={unfolded.names}
              onChoose={onChoose}
              onUnfold={unfolded.toggle}
            />
          ) : (
            <SpanTree
              rows={rows}
              asTimeline={false}
              extent={extent}
              closed={closed.names}
              found={null}
              chosen={chosen.span_id}
              onChoose={onChoose}
              onToggle={closed.toggle}
            />
          )}
        </div>
      )}
      <div className="min-h-0 flex-1">
        <SpanDetail key={chosen.span_id} at={at} span={chosen} />
      </div>
    </div>
  )
}

/** A few rows take no more room than they need. */
const heightPx = (rows: number) => Math.min(rows * 56 + 24, 2000)
