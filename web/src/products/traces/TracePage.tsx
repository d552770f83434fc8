import { useMemo, useState } from "react"
import type { SpanRow, TracePath } from "@/api/traces"
import { formatDuration, formatTime, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { Button } from "@/ui/Button"
import { CopyButton } from "@/ui/CopyButton"
import { useCommands } from "@/ui/commands"
import { ErrorState } from "@/ui/ErrorState"
import { SkeletonRows } from "@/ui/Skeleton"
import { Splitter } from "@/ui/Splitter"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { Cost, Tokens } from "./amounts"
import { QueueBar } from "./QueueBar"
import { SpanDetail } from "./SpanDetail"
import { SpanTree } from "./SpanTree"
import { Transcript } from "./Transcript"
import { extentOf, firstError, totalsOf, treeOf, withoutClosed } from "./tree"
import { useTrace } from "./useTraces"

const VIEWS = [
  { value: "transcript" as const, label: "Transcript" },
  { value: "tree" as const, label: "Tree" },
]
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
  const failed = useMemo(() => firstError(everything), [everything])
  const chosen = everything.find(({ span }) => span.span_id === url.span)?.span ?? everything[0].span
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
    if (!failed) return
    setClosed(NONE)
    choose(failed)
  }
  const view = url.view ?? (everything[0].span.kind === "agent" ? "transcript" : "tree")
  const show = (next: string) => change({ view: next })
  useCommands([
    {
      group: "Trace",
      label: "Transcript or tree",
      keys: "v",
      icon: "trace",
      run: () => show(view === "tree" ? "transcript" : "tree"),
    },
    { group: "Trace", label: "Next span", keys: "j", quiet: true, run: () => move(1) },
    { group: "Trace", label: "Previous span", keys: "k", quiet: true, run: () => move(-1) },
    { group: "Trace", label: "Open or close the span", keys: "x", quiet: true, run: () => toggle(chosen.span_id) },
    { group: "Trace", label: "Go to the first error", keys: "e", icon: "alert", run: toError },
  ])
  return (
    <div className="flex h-full min-h-0 flex-col">
      {url.queue && url.item && <QueueBar at={at} queue={url.queue} item={url.item} />}
      <TraceHeader spans={spans} root={everything[0].span} onError={failed ? toError : null} />
      <Tabs
        label="View"
        value={view === "tree" ? "tree" : "transcript"}
        items={VIEWS}
        onChange={show}
        className="px-4"
      />
      <div className="min-h-0 flex-1">
        <Splitter
          label="Tree and span"
          share={share}
          onChange={setShare}
          first={
            view === "tree" ? (
              <SpanTree
                rows={rows}
                extent={extentOf(spans)}
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

function TraceHeader({ spans, root, onError }: { spans: SpanRow[]; root: SpanRow; onError: (() => void) | null }) {
  const totals = totalsOf(spans)
  const { start, duration } = extentOf(spans)
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 text-sm">
      <h1 className="min-w-0 truncate font-semibold text-lg">{root.name}</h1>
      <span className="num" title={formatTime(new Date(start))}>
        {formatDuration(duration / 1000)}
      </span>
      <span className="num text-ink-2">{plural(totals.spans, "span")}</span>
      <Tokens input={totals.input_tokens} output={totals.output_tokens} />
      {totals.cost > 0 && <Cost value={totals.cost} />}
      {root.session_id && <Badge>session {root.session_id}</Badge>}
      {root.user_id && <Badge>user {root.user_id}</Badge>}
      {root.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      <span className="flex-1" />
      {onError && (
        <Button size="sm" variant="danger" icon="alert" onClick={onError}>
          {plural(totals.errors, "error")}
        </Button>
      )}
      <span className="flex items-center gap-1 font-mono text-ink-3 text-xs">
        {root.trace_id.slice(0, 12)}…<CopyButton text={root.trace_id} />
      </span>
    </header>
  )
}
