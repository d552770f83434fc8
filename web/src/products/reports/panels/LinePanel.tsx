import { keepPreviousData, useQueries } from "@tanstack/react-query"
import { useMemo, useState } from "react"
import { type ChartSeries, LineChart, TruthFooter } from "@/charts"
import { runStyles } from "@/lib/colours"
import { truthOf } from "@/products/metrics/envelopes"
import { bucketsFor, useElementWidth } from "@/products/metrics/useElementWidth"
import { ErrorState } from "@/ui/ErrorState"
import { useDark } from "@/ui/theme"
import { readLineView } from "../document/lineView"
import { linesKey } from "./LiveRuns"
import { loadLines, type SetLines } from "./loadLines"
import { PanelNote, type PanelProps } from "./panel"

const FOOT_PX = 20
const DASHES = [undefined, [6, 3], [2, 3], [10, 3, 2, 3]]

/** Metrics over the steps of all runs of the sets; a drag zooms, a double click goes back. */
export function LinePanel({ panel, sets, height }: PanelProps) {
  const [box, setBox] = useState<HTMLElement | null>(null)
  const width = useElementWidth(box)
  const view = useMemo(() => readLineView(panel.config), [panel.config])
  const [zoom, setZoom] = useState<[number, number] | null>(null)
  const range = zoom ?? view.range
  const lines = useLines(sets, view, range, bucketsFor(width), width > 0)
  const series = useSeries(lines.sets)
  return (
    <div ref={setBox} style={{ height }}>
      {lines.error && !series.length && <ErrorState error={lines.error} onRetry={lines.retry} />}
      {!lines.error && !lines.waiting && series.length === 0 && <PanelNote>Not logged by these runs.</PanelNote>}
      {lines.waiting && <div className="h-full animate-pulse rounded bg-sunken" />}
      {series.length > 0 && width > 0 && (
        <>
          <LineChart
            title={view.title || view.metrics.join(", ")}
            {...{ series, width }}
            height={height - FOOT_PX}
            smoothing={view.smoothing}
            ignoreOutliers={view.ignoreOutliers}
            xKind={view.axis.kind}
            xMetric={view.axis.kind === "metric" ? view.axis.metric : undefined}
            logX={view.logX && view.axis.kind !== "time"}
            logY={view.logY}
            xRange={range}
            onZoom={(next) => setZoom(next)}
          />
          <TruthFooter truth={truthOf(allOf(lines.sets), view.logY)} />
        </>
      )}
    </div>
  )
}

type View = ReturnType<typeof readLineView>

function useLines(
  sets: PanelProps["sets"],
  view: View,
  range: [number, number] | null,
  buckets: number,
  enabled: boolean,
) {
  return useQueries({
    queries: sets.map((set) => ({
      queryKey: [...linesKey(set), "lines", set, { ...view, pattern: view.pattern?.source }, range, buckets],
      queryFn: ({ signal }: { signal: AbortSignal }) => loadLines(set, view, { range, buckets }, signal),
      placeholderData: keepPreviousData,
      enabled,
    })),
    combine: (results) => ({
      sets: results.flatMap((result) => result.data ?? []),
      waiting: results.some((result) => result.isPending),
      error: results.find((result) => result.error)?.error ?? null,
      retry: () => results.forEach((result) => void result.refetch()),
    }),
  })
}

/** A run has its colour; metrics, and then runs of the same colour, are told apart by their dashes. */
function useSeries(sets: SetLines[]): ChartSeries[] {
  const dark = useDark()
  return useMemo(() => {
    const all = sets.flatMap((lines) => lines.envelopes.map((envelope) => ({ envelope, names: lines.names })))
    // A line that two sets hold is one line.
    const envelopes = [...new Map(all.map((line) => [`${line.envelope.runId} ${line.envelope.metric}`, line])).values()]
    const styles = runStyles([...new Set(envelopes.map(({ envelope }) => envelope.runId))], dark)
    const metrics = [...new Set(envelopes.map(({ envelope }) => envelope.metric))]
    return envelopes.map(({ envelope, names }) => {
      const style = styles.get(envelope.runId)
      const name = names.get(envelope.runId) ?? envelope.runId
      const several = metrics.length > 1
      return {
        envelope,
        label: several ? `${name} · ${envelope.metric}` : name,
        colour: style?.colour ?? "#888888",
        dash: several ? DASHES[metrics.indexOf(envelope.metric) % DASHES.length] : style?.dash,
      }
    })
  }, [sets, dark])
}

function allOf(sets: SetLines[]) {
  const grouped = sets.flatMap((lines) => lines.groups ?? [])
  return {
    envelopes: sets.flatMap((lines) => lines.envelopes),
    bucket: sets.find((lines) => lines.bucket)?.bucket ?? null,
    groups: grouped.length
      ? { runs: sum(grouped.map(({ runs }) => runs)), of: sum(grouped.map(({ of }) => of)) }
      : undefined,
  }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
