import { useMemo, useState } from "react"
import type { SpanBucket, SpansQuery } from "@/api/traces"
import { formatCount, formatDuration, formatTime, plural } from "@/lib/format"
import { dollars } from "../amounts"
import { useSpanSeries } from "../useTraces"
import { type Buckets, barsPath, brushed, bucketsOf, magnitudes, stepsPath, sumOf } from "./buckets"
import { StripCell } from "./StripCell"
import { useBrush } from "./useBrush"

interface MetricsStripProps {
  entity: string
  project: string
  query: SpansQuery
  /** A range was drawn, or (null) given up with a double click. */
  onRange: (range: { since: number; until: number } | null) => void
}

/** Count, failures, durations, tokens and cost of what the list shows, over time; a drag over it sets the range. */
export function MetricsStrip({ entity, project, query, onRange }: MetricsStripProps) {
  const series = useSpanSeries(entity, project, query)
  const buckets = useMemo(() => (series.data ? bucketsOf(series.data) : null), [series.data])
  if (!buckets) return <div aria-hidden="true" className="h-[84px] shrink-0 border-line border-b" />
  return <Strip buckets={buckets} noun={query.roots_only === false ? "span" : "trace"} onRange={onRange} />
}

function Strip({ buckets, noun, onRange }: { buckets: Buckets; noun: string } & Pick<MetricsStripProps, "onRange">) {
  const [at, setAt] = useState<number | null>(null)
  const { brush, handlers } = useBrush(
    (from, to) => onRange(brushed(buckets, from, to)),
    () => onRange(null),
    (share) => setAt(share === null ? null : Math.min(Math.floor(share * buckets.all.length), buckets.all.length - 1)),
  )
  const shown = at === null ? null : (buckets.all[at] ?? null)
  const sum = sumOf(at === null ? buckets.all : [shown])
  const paths = useMemo(() => pathsOf(buckets.all), [buckets])
  const shared = { count: buckets.all.length, at, brush, handlers }
  const share = sum.spans ? ` · ${((100 * sum.errors) / sum.spans).toFixed(sum.errors ? 1 : 0)} %` : ""
  return (
    <section
      aria-label="Over time"
      title={at === null ? undefined : bucketTitle(buckets, at)}
      className="grid shrink-0 select-none grid-cols-2 border-line border-b md:grid-cols-3 xl:grid-cols-5"
    >
      <StripCell {...shared} label={`${noun}s`} value={sum.spans.toLocaleString("en-US")}>
        <path d={paths.spans} className="fill-accent/60" />
        <path d={paths.errors} className="fill-danger" />
      </StripCell>
      <StripCell
        {...shared}
        label="failed"
        value={`${sum.errors.toLocaleString("en-US")}${share}`}
        className="max-xl:hidden"
      >
        <path d={paths.errorShare} className="fill-danger/70" />
      </StripCell>
      <StripCell {...shared} label="p50 · p95" value={durations(shown, paths)}>
        <path d={paths.p95} className="fill-none stroke-warn" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
        <path d={paths.p50} className="fill-none stroke-accent" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      </StripCell>
      <StripCell {...shared} label="tokens" value={formatCount(sum.tokens)} className="max-xl:hidden">
        <path d={paths.tokens} className="fill-accent/60" />
      </StripCell>
      <StripCell {...shared} label="cost" value={dollars(sum.cost)} className="max-md:hidden">
        <path d={paths.cost} className="fill-ok/70" />
      </StripCell>
    </section>
  )
}

function bucketTitle({ start, widthMs, all }: Buckets, at: number): string {
  const width = formatDuration(widthMs / 1000)
  return `${formatTime(new Date(start + at * widthMs))}, ${width}: ${plural(all[at]?.spans ?? 0, "row")}`
}

/** Of the bucket that is pointed at; without one, how far they go. */
function durations(bucket: SpanBucket | null, { longest }: { longest: number }): string {
  if (!bucket) return longest ? `up to ${formatDuration(longest / 1000)}` : "–"
  return `${ms(bucket.p50_ms)} · ${ms(bucket.p95_ms)}`
}

const ms = (value: number | null) => formatDuration(value === null ? null : value / 1000)

function pathsOf(all: Buckets["all"]) {
  const read = (pick: (bucket: SpanBucket) => number) => all.map((bucket) => (bucket ? pick(bucket) : 0))
  const bars = (values: number[]) => barsPath(values, Math.max(...values, Number.MIN_VALUE))
  const spans = read((bucket) => bucket.spans)
  const p95 = all.map((bucket) => bucket?.p95_ms ?? null)
  const p50 = all.map((bucket) => bucket?.p50_ms ?? null)
  const extent = magnitudes([...p50, ...p95])
  const most = Math.max(...spans, 1)
  return {
    spans: barsPath(spans, most),
    errors: barsPath(
      read((bucket) => bucket.errors),
      most,
    ),
    errorShare: barsPath(
      read((bucket) => (bucket.spans ? bucket.errors / bucket.spans : 0)),
      1,
    ),
    p95: stepsPath(p95, extent),
    p50: stepsPath(p50, extent),
    tokens: bars(read((bucket) => bucket.input_tokens + bucket.output_tokens)),
    cost: bars(read((bucket) => bucket.cost)),
    longest: Math.max(0, ...p95.map((value) => value ?? 0)),
  }
}
