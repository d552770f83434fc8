import type { JsonObject } from "@/api"
import type { SpanRow, TracePath } from "@/api/traces"
import { formatDuration, formatNumber, formatTime } from "@/lib/format"
import type { TreeValue } from "@/lib/jsonTree"
import { Badge } from "@/ui/Badge"
import { CopyButton } from "@/ui/CopyButton"
import { ErrorState } from "@/ui/ErrorState"
import { KeyValueTree } from "@/ui/KeyValueTree"
import { SkeletonRows } from "@/ui/Skeleton"
import { Tabs } from "@/ui/Tabs"
import { useUrlState } from "@/ui/useUrlState"
import { Content } from "./Content"
import { Judgements } from "./Judgements"
import { KindChip } from "./KindChip"
import { SpanActions } from "./SpanActions"
import { SpanLinks } from "./SpanLinks"
import { useSpanPayload } from "./useTraces"

const TABS = [
  { value: "content" as const, label: "Input and output" },
  { value: "attributes" as const, label: "Attributes" },
  { value: "events" as const, label: "Events" },
]

/** Kinds whose output a model wrote; that of a tool is shown to the letter. */
const FROM_MODEL = new Set(["agent", "llm", "chain"])

/** What one span holds. */
export function SpanDetail({ at, span }: { at: TracePath; span: SpanRow }) {
  const [url, change] = useUrlState()
  const payload = useSpanPayload(at, span.span_id, span.is_open)
  const tab = TABS.find((one) => one.value === url.tab)?.value ?? "content"
  return (
    <section aria-label="Span" className="flex h-full min-w-0 flex-col">
      <header className="shrink-0 px-4 pt-3">
        <h2 className="flex items-center gap-2 font-semibold">
          <KindChip kind={span.kind} />
          <span className="min-w-0 truncate">{span.name}</span>
          {span.is_open && <Badge>running</Badge>}
          <span className="flex-1" />
          <SpanActions entity={at.entity} project={at.project} spans={[span]} />
        </h2>
        <Facts span={span} />
        <SpanLinks at={at} span={span} />
        {span.status === "error" && (
          <p role="alert" className="my-2 break-words rounded-md bg-danger-soft px-3 py-2 text-danger">
            {span.error_type && <strong>{span.error_type}: </strong>}
            {span.error_message || "The span failed."}
          </p>
        )}
        <Judgements at={at} span={span} />
        <Tabs
          label="Span"
          value={tab}
          items={TABS}
          onChange={(next) => change({ tab: next === "content" ? null : next })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">
        {payload.isPending && <SkeletonRows rows={6} />}
        {payload.error && !payload.data && <ErrorState error={payload.error} onRetry={() => void payload.refetch()} />}
        {payload.data && tab === "content" && (
          <div className="space-y-4">
            {payload.data.instructions !== null && (
              <Content title="Instructions" value={[{ role: "system", content: payload.data.instructions }]} />
            )}
            <Content title="Input" value={payload.data.input} />
            <Content
              title="Output"
              value={payload.data.output}
              isOpen={span.is_open}
              fromModel={FROM_MODEL.has(span.kind)}
            />
          </div>
        )}
        {payload.data && tab === "attributes" && <Attributes raw={payload.data.raw} />}
        {payload.data && tab === "events" && <Events raw={payload.data.raw} start={span.start} />}
      </div>
    </section>
  )
}

function Facts({ span }: { span: SpanRow }) {
  const facts: [string, string][] = [
    ["Started", formatTime(new Date(span.start))],
    ["Duration", formatDuration(span.duration_ms / 1000)],
    ["Model", span.model],
    ["Provider", span.provider],
    ["Tokens in", count(span.input_tokens)],
    ["from cache", count(span.cache_read_tokens)],
    ["Tokens out", count(span.output_tokens)],
    ["reasoning", count(span.reasoning_tokens)],
    ["Cost", span.cost === null ? "" : `$${formatNumber(span.cost, 6)}`],
  ]
  return (
    <dl className="my-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-ink-3">{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      <div className="flex items-center gap-1.5">
        <dt className="text-ink-3">Span</dt>
        <dd className="flex items-center font-mono text-xs">
          {span.span_id}
          <CopyButton text={span.span_id} />
        </dd>
      </div>
    </dl>
  )
}

const count = (value: number) => (value ? value.toLocaleString("en-US") : "")

function Attributes({ raw }: { raw: JsonObject }) {
  const { scope, scope_version, links } = raw
  const library = { scope, scope_version, links } as { [name: string]: TreeValue }
  return (
    <div className="space-y-4">
      <KeyValueTree label="Attributes" value={objectOf(raw.attributes)} empty="The span has no attributes." />
      <KeyValueTree label="Resource" value={objectOf(raw.resource)} empty="The resource has no attributes." />
      <KeyValueTree label="Instrumentation" value={library} empty="Not named." />
    </div>
  )
}

function Events({ raw, start }: { raw: JsonObject; start: number }) {
  const events = (Array.isArray(raw.events) ? raw.events : []) as {
    name: string
    time_ns: number
    attributes: unknown
  }[]
  if (events.length === 0) return <p className="text-ink-3">The span has no events.</p>
  return (
    <div className="space-y-4">
      {events.map((event, index) => (
        <KeyValueTree
          key={index}
          label={`${event.name} · ${formatDuration(Math.max(0, event.time_ns / 1e6 - start) / 1000)} in`}
          value={objectOf(event.attributes)}
          empty="No attributes."
        />
      ))}
    </div>
  )
}

function objectOf(value: unknown): { [name: string]: TreeValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { [name: string]: TreeValue })
    : {}
}
