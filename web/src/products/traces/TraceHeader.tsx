import { Link } from "@tanstack/react-router"
import type { SpanRow, TracePath } from "@/api/traces"
import { formatDuration, formatTime, plural } from "@/lib/format"
import { Badge } from "@/ui/Badge"
import { CopyButton } from "@/ui/CopyButton"
import { Cost, Tokens } from "./amounts"
import { CompareWith } from "./CompareWith"
import { extentOf, totalsOf } from "./tree"

interface TraceHeaderProps {
  at: TracePath
  spans: SpanRow[]
  root: SpanRow
}

/** What a trace is, whose, and what it took; the way to compare it with others. */
export function TraceHeader({ at, spans, root }: TraceHeaderProps) {
  const totals = totalsOf(spans)
  const { start, duration } = extentOf(spans)
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 text-sm">
      <h1 title={root.name} className="min-w-0 max-w-[24rem] truncate font-semibold text-lg">
        {root.name}
      </h1>
      <span className="num" title={formatTime(new Date(start))}>
        {formatDuration(duration / 1000)}
      </span>
      <span className="num text-ink-2">{plural(totals.spans, "span")}</span>
      {totals.input_tokens + totals.output_tokens > 0 && (
        <Tokens input={totals.input_tokens} output={totals.output_tokens} />
      )}
      {totals.cost > 0 && <Cost value={totals.cost} />}
      {root.session_id && (
        <Link
          to="/$entity/$project/sessions/$session"
          params={{ entity: at.entity, project: at.project, session: root.session_id }}
          className="text-accent hover:underline"
        >
          session {root.session_id}
        </Link>
      )}
      {root.user_id && (
        <Link
          to="/$entity/$project/traces"
          params={at}
          search={{ user_id: root.user_id } as never}
          className="text-accent hover:underline"
        >
          user {root.user_id}
        </Link>
      )}
      {root.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      <span className="flex-1" />
      <CompareWith at={at} root={root} />
      <span className="flex items-center gap-1 font-mono text-ink-3 text-xs">
        {root.trace_id.slice(0, 8)}…<CopyButton text={root.trace_id} />
      </span>
    </header>
  )
}
