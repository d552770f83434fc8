import type { ReactNode } from "react"
import type { SpanOrder, SpanRow } from "@/api/traces"
import { formatDuration } from "@/lib/format"
import { readList, type UrlState } from "@/lib/urlState"
import { Badge } from "@/ui/Badge"
import { RelativeTime } from "@/ui/RelativeTime"
import { Cost, Tokens } from "../amounts"
import { JudgedCell } from "./JudgedCell"

/** A column of the list beside the name; `width` is that of a CSS grid track. */
export interface SpanColumn {
  id: string
  label: string
  width: string
  right?: boolean
  /** The order that its heading asks for. */
  order?: SpanOrder
  cell: (span: SpanRow) => ReactNode
}

const NONE = <span className="text-ink-3">–</span>
const text = (read: (span: SpanRow) => string) => (span: SpanRow) => (
  <span className="block truncate" title={read(span)}>
    {read(span) || NONE}
  </span>
)

export const COLUMNS: readonly SpanColumn[] = [
  { id: "io", label: "Input and output", width: "minmax(160px,2fr)", cell: (span) => <InputOutput span={span} /> },
  { id: "model", label: "Model", width: "minmax(90px,0.6fr)", cell: text((span) => span.model) },
  { id: "service", label: "Service", width: "minmax(80px,0.5fr)", cell: text((span) => span.service) },
  { id: "session", label: "Session", width: "minmax(90px,0.6fr)", cell: text((span) => span.session_id) },
  { id: "user", label: "User", width: "minmax(80px,0.5fr)", cell: text((span) => span.user_id) },
  { id: "judged", label: "Judged", width: "minmax(130px,1fr)", cell: (span) => <JudgedCell span={span} /> },
  { id: "tags", label: "Tags", width: "minmax(80px,0.6fr)", cell: text((span) => span.tags.join(", ")) },
  {
    id: "spans",
    label: "Spans",
    width: "60px",
    right: true,
    cell: (span) => <span className="num">{span.trace ? span.trace.spans.toLocaleString("en-US") : NONE}</span>,
  },
  {
    id: "tokens",
    label: "Tokens",
    width: "100px",
    right: true,
    order: "tokens",
    cell: (span) => (
      <Tokens
        input={span.trace?.input_tokens ?? span.input_tokens}
        output={span.trace?.output_tokens ?? span.output_tokens}
      />
    ),
  },
  {
    id: "cost",
    label: "Cost",
    width: "72px",
    right: true,
    order: "cost",
    cell: (span) => <Cost value={span.trace?.cost ?? span.cost} />,
  },
  {
    id: "duration",
    label: "Duration",
    width: "80px",
    right: true,
    order: "duration",
    cell: (span) =>
      span.is_open ? <Badge>running</Badge> : <span className="num">{formatDuration(span.duration_ms / 1000)}</span>,
  },
  {
    id: "started",
    label: "Started",
    width: "90px",
    right: true,
    order: "start",
    cell: (span) => (
      <span className="text-ink-3">
        <RelativeTime at={new Date(span.start).toISOString()} />
      </span>
    ),
  },
]

const DEFAULT = ["io", "tokens", "cost", "duration", "started"]
/** Roots are agents and chains, mostly: those have no model of their own. */
const DEFAULT_OF_SPANS = ["io", "model", "tokens", "cost", "duration", "started"]
/** What a small screen has room for, with one column more that somebody asked for. */
const ALWAYS = ["duration", "started"]

/** Who asks for judgements wants to see them. */
function normally({ show, judgements, scores }: UrlState): string[] {
  const usual = show === "spans" ? DEFAULT_OF_SPANS : DEFAULT
  return judgements || scores ? inOrder(new Set([...usual, "judged"])) : usual
}

const inOrder = (ids: ReadonlySet<string>) => COLUMNS.map(({ id }) => id).filter((id) => ids.has(id))

/** The columns that the address says, in the order in which they are known; without a word those for what it shows. */
export function columnsOf(url: UrlState): readonly SpanColumn[] {
  const chosen = new Set(url.cols === undefined ? normally(url) : readList(url.cols))
  return COLUMNS.filter(({ id }) => chosen.has(id))
}

/** The columns that a small screen shows: the first that would not be there unasked comes to those that always are. */
export function narrowColumnsOf(url: UrlState): readonly SpanColumn[] {
  const shown = columnsOf(url)
  const usual = new Set(normally({ show: url.show }))
  const extra = shown.find(({ id }) => id === "judged") ?? shown.find(({ id }) => !usual.has(id))
  return shown.filter((column) => column === extra || ALWAYS.includes(column.id))
}

/** What the address says after a column was put in or taken out; null when it is as it would be anyway. */
export function toggled(url: UrlState, id: string): string | null {
  const chosen = columnsOf(url).map((column) => column.id)
  const next = COLUMNS.map((column) => column.id).filter((one) => (one === id) !== chosen.includes(one))
  return next.join() === normally(url).join() ? null : next.join() || "none"
}

function InputOutput({ span }: { span: SpanRow }) {
  return (
    <>
      <span dir="auto" className="block truncate">
        {span.input_preview || NONE}
      </span>
      <span dir="auto" className="block truncate text-ink-3">
        {span.status === "error" ? span.error_message : span.output_preview}
      </span>
    </>
  )
}
