import { useState } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { Tabs } from "@/ui/Tabs"
import { ErrorLine } from "./ErrorLine"
import { QueueBar } from "./QueueBar"
import { SpanDetail } from "./SpanDetail"
import { SpanTree } from "./SpanTree"
import { TraceFinder } from "./TraceFinder"
import { TraceHeader } from "./TraceHeader"
import { Transcript } from "./Transcript"
import { useTrace } from "./useTraces"
import { useTraceView, VIEWS } from "./useTraceView"

/** One trace: its spans as a tree over time, beside what the chosen one holds. */
export function TracePage({ at }: { at: TracePath }) {
  const trace = useTrace(at)
  if (trace.isPending) return <SkeletonRows rows={14} className="p-4" />
  if (!trace.data) {
    return <ErrorState error={trace.error} title="The trace could not be loaded" onRetry={() => void trace.refetch()} />
  }
  return <Trace at={at} spans={trace.data} />
}

function Trace({ at, spans }: { at: TracePath; spans: SpanRow[] }) {
  const [share, setShare] = useState(0.5)
  const { url, change, found, failure, root, chosen, view, ...shown } = useTraceView(at, spans)
  return (
    <div className="flex h-full min-h-0 flex-col">
      {url.queue && url.item && <QueueBar at={at} queue={url.queue} item={url.item} />}
      <TraceHeader at={at} spans={spans} root={root} />
      {failure && <ErrorLine first={failure} errors={errorsOf(spans)} onNext={shown.toError} />}
      <div className="flex shrink-0 items-center gap-4 border-line border-b pr-4">
        <Tabs
          label="View"
          value={view}
          items={VIEWS}
          onChange={(next) => change({ view: next })}
          className="min-w-0 flex-1 border-b-0 px-4"
        />
        <TraceFinder
          value={url.find ?? ""}
          onChange={(text) => change({ find: text || null })}
          count={found ? found.size : null}
          onStep={shown.toFound}
        />
      </div>
      <div className="min-h-0 flex-1">
        <Splitter
          label="Tree and span"
          share={share}
          onChange={setShare}
          first={
            // biome-ignore lint/a11y/noStaticElementInteractions: the arrows belong to the rows inside, whichever has the focus
            <div className="h-full" onKeyDown={shown.onArrow}>
              {view === "transcript" ? (
                <Transcript
                  steps={shown.steps}
                  chosen={chosen.span_id}
                  found={found}
                  unfolded={shown.unfolded.names}
                  onChoose={shown.choose}
                  onUnfold={shown.unfolded.toggle}
                />
              ) : (
                <SpanTree
                  rows={shown.rows}
                  asTimeline={view === "timeline"}
                  extent={shown.extent}
                  closed={shown.closed.names}
                  found={found}
                  chosen={chosen.span_id}
                  onChoose={shown.choose}
                  onToggle={shown.closed.toggle}
                />
              )}
            </div>
          }
          second={<SpanDetail key={chosen.span_id} at={at} span={chosen} />}
        />
      </div>
    </div>
  )
}

const errorsOf = (spans: readonly SpanRow[]) => spans.filter((span) => span.status === "error").length
