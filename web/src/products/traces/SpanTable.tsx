import { Link } from "@tanstack/react-router"
import { useEffect, useRef } from "react"
import type { SpanRow } from "@/api/traces"
import { formatDuration, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { RelativeTime } from "@/ui/RelativeTime"
import { useFocusList } from "@/ui/useFocusList"
import { useRowWindow } from "@/ui/useRowWindow"
import { Cost, Tokens } from "./amounts"
import { KindChip } from "./KindChip"

interface SpanTableProps {
  entity: string
  project: string
  spans: SpanRow[]
  hasMore: boolean
  onMore: () => void
}

const ROW_PX = 44
const COLUMNS =
  "grid items-center gap-x-4 px-4 grid-cols-[minmax(0,1fr)_80px_90px] md:grid-cols-[minmax(180px,1.1fr)_minmax(0,2fr)_minmax(90px,0.6fr)_100px_72px_80px_90px]"

/** Spans as rows of equal height; only those in view are drawn. */
export function SpanTable({ entity, project, spans, hasMore, onMore }: SpanTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const rows = useRowWindow(scroller, spans.length, ROW_PX)
  const nearEnd = hasMore && rows.end >= spans.length - 20
  useEffect(() => {
    if (nearEnd) onMore()
  }, [nearEnd, onMore])
  useFocusList(list, "Traces")
  return (
    <>
      <div aria-hidden="true" className={`${COLUMNS} h-8 shrink-0 border-line border-b text-ink-3 text-sm`}>
        <span>Name</span>
        <span className="hidden md:block">Input and output</span>
        <span className="hidden md:block">Model</span>
        <span className="hidden text-right md:block">Tokens</span>
        <span className="hidden text-right md:block">Cost</span>
        <span className="text-right">Duration</span>
        <span className="text-right">Started</span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
        {spans.length === 0 && <p className="py-8 text-center text-ink-3">No trace fits this search.</p>}
        <div className="relative" style={{ height: rows.heightPx }}>
          <ul ref={list} className="absolute inset-x-0" style={{ top: rows.topPx }}>
            {spans.slice(rows.first, rows.end).map((span) => (
              <SpanLine key={`${span.trace_id}.${span.span_id}`} entity={entity} project={project} span={span} />
            ))}
          </ul>
        </div>
      </div>
    </>
  )
}

function SpanLine({ entity, project, span }: { entity: string; project: string; span: SpanRow }) {
  const input = span.trace?.input_tokens ?? span.input_tokens
  const output = span.trace?.output_tokens ?? span.output_tokens
  return (
    <li className="border-line border-b" style={{ height: ROW_PX }}>
      <Link
        data-item
        to="/$entity/$project/traces/$trace"
        params={{ entity, project, trace: span.trace_id }}
        search={(span.is_root ? {} : { span: span.span_id }) as never}
        className={`${COLUMNS} -outline-offset-2 h-full hover:bg-hover`}
      >
        <span className="flex min-w-0 items-center gap-2">
          <KindChip kind={span.kind} />
          <span className="min-w-0">
            <span className="block truncate font-medium">{span.name}</span>
            <span className="block truncate text-ink-3 text-sm">{subtitle(span)}</span>
          </span>
          <Failures span={span} />
        </span>
        <span className="hidden min-w-0 text-sm md:block">
          <span className="block truncate">{span.input_preview || <span className="text-ink-3">–</span>}</span>
          <span className="block truncate text-ink-3">
            {span.status === "error" ? span.error_message : span.output_preview}
          </span>
        </span>
        <span className="hidden truncate text-sm md:block">{span.model || <span className="text-ink-3">–</span>}</span>
        <span className="hidden text-right text-sm md:block">
          <Tokens input={input} output={output} />
        </span>
        <span className="hidden text-right text-sm md:block">
          <Cost value={span.trace?.cost ?? span.cost} />
        </span>
        <span className="num text-right text-sm">
          {span.is_open ? <Badge>running</Badge> : formatDuration(span.duration_ms / 1000)}
        </span>
        <span className="text-right text-ink-3 text-sm">
          <RelativeTime at={new Date(span.start).toISOString()} />
        </span>
      </Link>
    </li>
  )
}

function subtitle(span: SpanRow): string {
  const parts = [span.trace && plural(span.trace.spans, "span"), span.service, span.session_id]
  return parts.filter(Boolean).join(" · ")
}

function Failures({ span }: { span: SpanRow }) {
  const errors = span.trace?.errors ?? (span.status === "error" ? 1 : 0)
  if (errors === 0) return null
  return (
    <Badge tone="danger" className="shrink-0 whitespace-nowrap">
      {plural(errors, "error")}
    </Badge>
  )
}
