import { useMemo, useState } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { readChoice } from "@/lib/urlState"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { QueueBar } from "./QueueBar"
import { SpanDetail } from "./SpanDetail"
import { SpanTree } from "./SpanTree"
import { TraceHeader } from "./TraceHeader"
import { Transcript } from "./Transcript"
import { extentOf, nextError, treeOf, withoutClosed } from "./tree"
import { useTrace } from "./useTraces"

const VIEWS = [
  { value: "transcript" as const, label: "Transcript" },
  { value: "tree" as const, label: "Tree" },
  { value: "timeline" as const, label: "Timeline" },
]
const VIEW_NAMES = VIEWS.map(({ value }) => value)
const NONE: ReadonlySet<string> = new Set()

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
  const [url, change] = useUrlState()
  const [share, setShare] = useState(0.5)
  const [closed, setClosed] = useState(NONE)
  const everything = useMemo(() => treeOf(spans), [spans])
  const rows = useMemo(() => withoutClosed(everything, closed), [everything, closed])
  const chosen = everything.find(({ span }) => span.span_id === url.span)?.span ?? everything[0].span
  const extent = useMemo(() => extentOf(spans), [spans])
  const choose = (span: SpanRow) => change({ span: span.span_id })
  const move = (step: number) => {
    const next = rows[rows.findIndex(({ span }) => span.span_id === chosen.span_id) + step]
    if (next) choose(next.span)
  }
  const toggle = (id: string) =>
    setClosed((before) => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const toError = () => {
    const failed = nextError(everything, url.span ?? "")
    if (!failed) return
    setClosed(NONE)
    choose(failed)
  }
  const view = readChoice(url.view, VIEW_NAMES, everything[0].span.kind === "agent" ? "transcript" : "tree")
  const show = (next: string) => change({ view: next })
  useCommands([
    {
      group: "Trace",
      label: "Transcript, tree or timeline",
      keys: "v",
      icon: "trace",
      run: () => show(VIEW_NAMES[(VIEW_NAMES.indexOf(view) + 1) % VIEW_NAMES.length]),
    },
    { group: "Trace", label: "Next span", keys: "j", quiet: true, run: () => move(1) },
    { group: "Trace", label: "Previous span", keys: "k", quiet: true, run: () => move(-1) },
    { group: "Trace", label: "Open or close the span", keys: "x", quiet: true, run: () => toggle(chosen.span_id) },
    { group: "Trace", label: "Go to the next error", keys: "e", icon: "alert", run: toError },
  ])
  return (
    <div className="flex h-full min-h-0 flex-col">
      {url.queue && url.item && <QueueBar at={at} queue={url.queue} item={url.item} />}
      <TraceHeader at={at} spans={spans} root={everything[0].span} onError={toError} />
      <Tabs label="View" value={view} items={VIEWS} onChange={show} className="px-4" />
      <div className="min-h-0 flex-1">
        <Splitter
          label="Tree and span"
          share={share}
          onChange={setShare}
          first={
            view !== "transcript" ? (
              <SpanTree
                rows={rows}
                asTimeline={view === "timeline"}
                extent={extent}
                closed={closed}
                chosen={chosen.span_id}
                onChoose={choose}
                onToggle={toggle}
              />
            ) : (
              <Transcript rows={everything} chosen={chosen.span_id} onChoose={choose} />
            )
          }
          second={<SpanDetail key={chosen.span_id} at={at} span={chosen} />}
        />
      </div>
    </div>
  )
}
